package io.tocsin.pipeline.evaluate.exact;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sample standard deviation of what is inside, from n, the exact sum S and the exact sum of squares Q: the square root of
 * {@code (n Q - S^2) / (n (n - 1))}. The numerator is exact, so cancellation costs nothing; it is rounded once to 53 bits,
 * then divided and rooted in doubles. The result is a function of the content alone and within one unit in the last place of
 * the true value; it need not be the double nearest to it.
 *
 * <p>The window takes 32 binary exponents, almost 10 decades: S in 128 bits, Q in 192 bits in units of
 * {@code 2^(2 (base - 1074))}.
 */
public final class ExactDeviation extends ExactAccumulator {
    private static final int WIDTH = 32;
    private static final int SUM_WORDS = 2;
    private static final int SQUARE_WORDS = 3;

    private long high;
    private long low;
    private long squaresHigh;
    private long squaresMiddle;
    private long squaresLow;

    public ExactDeviation() {
        super(WIDTH);
    }

    /** The deviation: NaN while an infinity or NaN is inside, null below two readings. */
    public @Nullable Double stddev() {
        if (count() < 2) {
            return null;
        }
        Outliers outliers = outliers();
        if (outliers == null) {
            return root(sumInWindow(), squaresInWindow(), windowIsEmpty() ? 0 : base());
        }
        if (outliers.hasNotFinite()) {
            return Double.NaN;
        }
        return root(totalSum(outliers, base()), totalSquares(outliers, base()), 0);
    }

    private double root(BigInteger sum, BigInteger squares, int base) {
        BigInteger numerator = squares.multiply(BigInteger.valueOf(count())).subtract(sum.multiply(sum));
        return Rounding.rootOfQuotient(
                numerator, 2 * (base - Rounding.UNIT), (double) count() * (double) (count() - 1));
    }

    @Override
    void addToWindow(long value, long flip, int shift) {
        long v = (value ^ flip) - flip;
        long shifted = v << shift;
        long sum = low + shifted;
        high += ((v >> 1) >> (63 - shift)) + carry(low, shifted, sum);
        low = sum;
        addSquare(v, flip, 2 * shift);
    }

    /** The square has 106 bits, the shift is at most 62: three words. To subtract is to add the complement and one. */
    private void addSquare(long v, long flip, int shift) {
        long productHigh = Math.multiplyHigh(v, v);
        long productLow = v * v;
        long w0 = (productLow << shift) ^ flip;
        long w1 = ((productHigh << shift) | (productLow >>> 1 >>> (63 - shift))) ^ flip;
        long w2 = (productHigh >>> 1 >>> (63 - shift)) ^ flip;
        long s0 = squaresLow + w0 - flip;
        long c0 = carry(squaresLow, w0, s0);
        long s1 = squaresMiddle + w1 + c0;
        squaresHigh += w2 + carry(squaresMiddle, w1, s1);
        squaresMiddle = s1;
        squaresLow = s0;
    }

    @Override
    void addToOutliers(Outliers outliers, long value, long flip, int position) {
        BigInteger v = BigInteger.valueOf(value);
        BigInteger square = v.multiply(v);
        outliers.addToSum(flip == 0 ? v : v.negate(), position);
        outliers.addToSquares(flip == 0 ? square : square.negate(), 2 * position);
    }

    @Override
    boolean windowIsEmpty() {
        return (high | low | squaresHigh | squaresMiddle | squaresLow) == 0;
    }

    @Override
    boolean windowIsFull() {
        return isFull(high) || isFull(squaresHigh);
    }

    @Override
    void clearWindow() {
        high = 0;
        low = 0;
        squaresHigh = 0;
        squaresMiddle = 0;
        squaresLow = 0;
    }

    @Override
    void spillWindow(Outliers outliers, int base) {
        outliers.addToSum(sumInWindow(), base);
        outliers.addToSquares(squaresInWindow(), 2 * base);
    }

    @Override
    boolean takeBack(Outliers outliers, int base) {
        BigInteger sum = totalSum(outliers, base);
        BigInteger squares = totalSquares(outliers, base);
        if (!fits(sum, base, SUM_WORDS) || !fits(squares, 2 * base, SQUARE_WORDS)) {
            return false;
        }
        if (sum.signum() == 0 && squares.signum() == 0) {
            clearWindow();
            return true;
        }
        BigInteger s = sum.shiftRight(base);
        low = s.longValue();
        high = s.shiftRight(Long.SIZE).longValue();
        BigInteger q = squares.shiftRight(2 * base);
        squaresLow = q.longValue();
        squaresMiddle = q.shiftRight(Long.SIZE).longValue();
        squaresHigh = q.shiftRight(2 * Long.SIZE).longValue();
        return true;
    }

    private BigInteger totalSum(Outliers outliers, int base) {
        return windowIsEmpty()
                ? outliers.sum()
                : outliers.sum().add(sumInWindow().shiftLeft(base));
    }

    private BigInteger totalSquares(Outliers outliers, int base) {
        return windowIsEmpty()
                ? outliers.squares()
                : outliers.squares().add(squaresInWindow().shiftLeft(2 * base));
    }

    private BigInteger sumInWindow() {
        return integer(high, low);
    }

    private BigInteger squaresInWindow() {
        return integer(squaresHigh, squaresMiddle, squaresLow);
    }
}
