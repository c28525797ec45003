package io.tocsin.pipeline.evaluate.exact;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A multiset of doubles, kept as exact integer sums. Every finite double is an integer {@code value * 2^position} in units
 * of 2^-1074, with |value| below 2^53 and position from 0 to 2045.
 *
 * <p>Usual readings lie within a few decades, so their sums are kept in a window of a few words, in units of
 * {@code 2^(base - 1074)}: one shift and one addition each. What lies outside, a glitch, goes to {@link Outliers}, which
 * exist only while needed. Invariant: window * 2^base + outliers is the exact sum over what is inside. How it is split
 * depends on history, the sum does not, and only the sum is ever shown.
 *
 * <p>A group of a rule owns one; for one thread at a time. What leaves must have entered.
 */
public abstract sealed class ExactAccumulator permits ExactSum, ExactDeviation {
    private static final int SIGNIFICAND_BITS = 52;
    private static final long FRACTION = (1L << SIGNIFICAND_BITS) - 1;
    private static final long HIDDEN_BIT = 1L << SIGNIFICAND_BITS;
    private static final int NOT_FINITE = 0x7FF;

    /** The position of the greatest doubles. */
    private static final int LAST_POSITION = 2045;

    /** So low that every double is outside. */
    private static final int NO_BASE = Integer.MIN_VALUE / 2;

    /** So many readings that enter outside make the window move: they are the usual ones now. */
    private static final int PATIENCE = 8;

    private final int width;
    private long count;
    private int base = NO_BASE;
    private int misses;
    private @Nullable Outliers outliers;

    /**
     * Starts empty.
     *
     * @param width how many positions the window takes, a power of 2
     */
    ExactAccumulator(int width) {
        this.width = width;
    }

    /** Adds a reading; infinities and NaN are counted. */
    public final void enter(double x) {
        count++;
        add(x, 0);
    }

    /** Takes away a reading that entered. */
    public final void leave(double x) {
        if (--count <= 0) {
            clear();
        } else {
            add(x, -1);
        }
    }

    /** Adds a reading of a table, whose type Esper does not fix. */
    public void enterNumber(Number x) {
        enter(x.doubleValue());
    }

    /** Takes away a reading of a table. */
    public void leaveNumber(Number x) {
        leave(x.doubleValue());
    }

    /** Takes away everything. */
    public final void clear() {
        count = 0;
        base = NO_BASE;
        misses = 0;
        outliers = null;
        clearWindow();
    }

    final long count() {
        return count;
    }

    /** Counts a reading in (1) or out (-1) that is then added in parts; false where the last one left. */
    final boolean counted(int by) {
        count += by;
        if (count <= 0) {
            clear();
        }
        return count > 0;
    }

    /** Adds (flip 0) or takes away (flip -1), not counting. */
    final void add(double x, long flip) {
        long bits = Double.doubleToRawLongBits(x);
        int shift = exponent(bits) - 1 - base;
        // Zero and subnormal numbers have shift -1 - base and so are always outside.
        if ((shift & -width) == 0) {
            addToWindow(signed(bits, (bits & FRACTION) | HIDDEN_BIT), flip, shift);
            if (windowIsFull()) {
                spill();
            }
        } else {
            addOutside(bits, flip);
        }
    }

    private void addOutside(long bits, long flip) {
        int exponent = exponent(bits);
        if (exponent == NOT_FINITE) {
            outliersNow().addNotFinite(Double.longBitsToDouble(bits), flip);
            return;
        }
        long significand = exponent == 0 ? bits & FRACTION : (bits & FRACTION) | HIDDEN_BIT;
        if (significand == 0) {
            return;
        }
        int position = Math.max(0, exponent - 1);
        boolean entering = flip == 0;
        if (entering && (windowIsEmpty() || ++misses >= PATIENCE)) {
            spill();
            misses = 0;
            // Infinity, one position after the last, must never be inside.
            base = Math.max(0, Math.min(position - width / 2, LAST_POSITION + 1 - width));
            addToWindow(signed(bits, significand), flip, position - base);
        } else {
            addToOutliers(outliersNow(), signed(bits, significand), flip, position);
        }
    }

    private static int exponent(long bits) {
        return (int) (bits >>> SIGNIFICAND_BITS) & NOT_FINITE;
    }

    private static long signed(long bits, long significand) {
        long sign = bits >> 63;
        return (significand ^ sign) - sign;
    }

    private Outliers outliersNow() {
        Outliers o = outliers;
        if (o == null) {
            o = new Outliers();
            outliers = o;
        }
        return o;
    }

    private void spill() {
        if (!windowIsEmpty()) {
            spillWindow(outliersNow(), base);
            clearWindow();
        }
    }

    /**
     * What the window does not hold: null once it holds everything. Outliers whose readings have left, and what an overflow
     * or a moved window left behind, go back to the window as soon as the whole fits.
     */
    final @Nullable Outliers outliers() {
        Outliers o = outliers;
        if (o != null && !o.hasNotFinite() && takeBack(o, base)) {
            outliers = null;
            misses = 0;
        }
        return outliers;
    }

    /** The window's unit is 2^(base - 1074). */
    final int base() {
        return base;
    }

    /**
     * Adds to the window.
     *
     * @param value less than 2^53 in size
     * @param flip 0 adds, -1 takes away
     * @param shift the value's position in the window, below its width
     */
    abstract void addToWindow(long value, long flip, int shift);

    /** Adds to the outliers; position as in a double. */
    abstract void addToOutliers(Outliers outliers, long value, long flip, int position);

    abstract boolean windowIsEmpty();

    /** True if another addition could overflow. */
    abstract boolean windowIsFull();

    abstract void clearWindow();

    abstract void spillWindow(Outliers outliers, int base);

    /** Adds the outliers to the window; false, and nothing done, where they do not fit. */
    abstract boolean takeBack(Outliers outliers, int base);

    /** The two's complement integer of these words, highest first. */
    static BigInteger integer(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * words.length);
        for (long word : words) {
            bytes.putLong(word);
        }
        return new BigInteger(bytes.array());
    }

    /** True if {@code total / 2^base} is an integer of so many words with a bit to spare. */
    static boolean fits(BigInteger total, int base, int words) {
        return total.signum() == 0
                || (total.getLowestSetBit() >= base && total.bitLength() - base <= Long.SIZE * words - 2);
    }

    /** The carry out of the highest bit of {@code a + b + carry}, given the sum. */
    static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** True if the word that holds the sign has no bit to spare. */
    static boolean isFull(long highest) {
        return (highest ^ (highest << 1)) < 0;
    }
}
