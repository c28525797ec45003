package io.tocsin.pipeline.evaluate.exact;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sum and average of what is inside: the exact sum, and the exact sum divided by the count, each rounded once to the nearest
 * double, ties to even. The window is an integer of 128 bits over 64 binary exponents, about 19 decades.
 */
public final class ExactSum extends ExactAccumulator {
    private static final int WIDTH = 64;
    private static final int WORDS = 2;
    private static final int HALF = 32;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private long high;
    private long low;

    public ExactSum() {
        super(WIDTH);
    }

    /** Adds a long, which need not fit a double, as two halves. */
    public void enterLong(long x) {
        counted(1);
        addHalves(x, 0);
    }

    /** Takes away a long that entered. */
    public void leaveLong(long x) {
        if (counted(-1)) {
            addHalves(x, -1);
        }
    }

    private void addHalves(long x, long flip) {
        add((double) (x >> HALF) * (1L << HALF), flip);
        add((double) (x & LOW_HALF), flip);
    }

    @Override
    public void enterNumber(Number x) {
        if (x instanceof Long v) {
            enterLong(v);
        } else {
            super.enterNumber(x);
        }
    }

    @Override
    public void leaveNumber(Number x) {
        if (x instanceof Long v) {
            leaveLong(v);
        } else {
            super.leaveNumber(x);
        }
    }

    /** The sum, or null where nothing is inside. */
    public @Nullable Double sum() {
        return count() == 0 ? null : dividedBy(1);
    }

    /** The sum of floats, rounded to a double and then to a float, or null where nothing is inside. */
    public @Nullable Float floatSum() {
        return count() == 0 ? null : (float) dividedBy(1);
    }

    /** The average, or null where nothing is inside. */
    public @Nullable Double avg() {
        return count() == 0 ? null : dividedBy(count());
    }

    private double dividedBy(long divisor) {
        Outliers outliers = outliers();
        if (outliers == null && divisor <= Integer.MAX_VALUE) {
            return Rounding.quotient(high, low, base(), (int) divisor);
        }
        if (outliers != null && outliers.hasNotFinite()) {
            return outliers.notFiniteSum();
        }
        BigInteger window =
                windowIsEmpty() ? BigInteger.ZERO : integer(high, low).shiftLeft(base());
        return Rounding.quotient(outliers == null ? window : window.add(outliers.sum()), divisor);
    }

    @Override
    void addToWindow(long value, long flip, int shift) {
        long v = (value ^ flip) - flip;
        long shifted = v << shift;
        long sum = low + shifted;
        high += ((v >> 1) >> (63 - shift)) + carry(low, shifted, sum);
        low = sum;
    }

    @Override
    void addToOutliers(Outliers outliers, long value, long flip, int position) {
        outliers.addToSum(BigInteger.valueOf((value ^ flip) - flip), position);
    }

    @Override
    boolean windowIsEmpty() {
        return (high | low) == 0;
    }

    @Override
    boolean windowIsFull() {
        return isFull(high);
    }

    @Override
    void clearWindow() {
        high = 0;
        low = 0;
    }

    @Override
    void spillWindow(Outliers outliers, int base) {
        outliers.addToSum(integer(high, low), base);
    }

    @Override
    boolean takeBack(Outliers outliers, int base) {
        BigInteger total = outliers.sum();
        if (!windowIsEmpty()) {
            total = total.add(integer(high, low).shiftLeft(base));
        }
        if (!fits(total, base, WORDS)) {
            return false;
        }
        BigInteger units = total.signum() == 0 ? total : total.shiftRight(base);
        low = units.longValue();
        high = units.shiftRight(Long.SIZE).longValue();
        return true;
    }
}
