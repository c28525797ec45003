package io.tocsin.pipeline.evaluate.exact;

import java.math.BigInteger;

/** From exact integers to the nearest double, ties to even. A position p means units of {@code 2^(p - 1074)}. */
final class Rounding {
    /** 2^-1074 is the smallest double. */
    static final int UNIT = 1074;

    private static final int SIGNIFICAND_BITS = 52;
    private static final int HALF = 32;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    /** What a word has beyond the 53 bits of a significand. */
    private static final int SPARE_BITS = 11;

    private static final int LAST_POSITION = 2045;

    /** Bits of a dividend that leave more than 64 bits of quotient, whatever the long divisor. */
    private static final int ENOUGH_BITS = 130;

    private Rounding() {}

    /**
     * A two's complement integer of 128 bits at a position, divided and rounded once.
     *
     * @param divisor positive
     */
    static double quotient(long high, long low, int position, int divisor) {
        long sign = high >> 63;
        long l = (low ^ sign) - sign;
        long h = (high ^ sign) + (l == 0 ? -sign : 0);
        if ((h | l) == 0) {
            return 0.0;
        }
        int up = h == 0 ? Long.SIZE + Long.numberOfLeadingZeros(l) : Long.numberOfLeadingZeros(h);
        if (up >= Long.SIZE) {
            h = l << (up - Long.SIZE);
            l = 0;
        } else {
            h = (h << up) | (l >>> 1 >>> (63 - up));
            l <<= up;
        }
        // Long division by digits of 32 bits. The first is at least 2^31, so its quotient is not 0, and three digits of
        // quotient have 65 bits or more; a remainder below 2^31 keeps each step within a signed long.
        long q3 = (h >>> HALF) / divisor;
        long rest = (((h >>> HALF) % divisor) << HALF) | (h & LOW_HALF);
        long q2 = rest / divisor;
        rest = ((rest % divisor) << HALF) | (l >>> HALF);
        long q1 = rest / divisor;
        boolean more = rest % divisor != 0 || (l & LOW_HALF) != 0;
        int upAgain = Long.numberOfLeadingZeros(q3) - HALF;
        long top = (((q3 << HALF) | q2) << upAgain) | (q1 >>> (HALF - upAgain));
        more |= ((q1 << upAgain) & LOW_HALF) != 0;
        double magnitude = nearest(top, more, position - up + Long.SIZE - upAgain);
        return sign == 0 ? magnitude : -magnitude;
    }

    /**
     * An integer in units of 2^-1074, divided and rounded once.
     *
     * @param divisor positive
     */
    static double quotient(BigInteger dividend, long divisor) {
        BigInteger magnitude = dividend.abs();
        int up = Math.max(0, ENOUGH_BITS - magnitude.bitLength());
        BigInteger[] divided = magnitude.shiftLeft(up).divideAndRemainder(BigInteger.valueOf(divisor));
        double nearest = nearest(divided[0], divided[1].signum() != 0, -up);
        return dividend.signum() < 0 ? -nearest : nearest;
    }

    /**
     * The root of {@code numerator * 2^exponent / divisor}; the numerator is rounded to 53 bits, then the quotient, then the
     * root.
     *
     * @param numerator not negative
     * @param exponent even
     */
    static double rootOfQuotient(BigInteger numerator, int exponent, double divisor) {
        if (numerator.signum() == 0) {
            return 0.0;
        }
        int down = numerator.bitLength() - Long.SIZE;
        // Half of an even exponent is exact.
        int even = down - (down & 1);
        double rounded = nearest(numerator, false, UNIT - even);
        return Math.scalb(Math.sqrt(rounded / divisor), (exponent + even) / 2);
    }

    private static double nearest(BigInteger magnitude, boolean more, int position) {
        if (magnitude.signum() == 0) {
            return 0.0;
        }
        int down = magnitude.bitLength() - Long.SIZE;
        long top = magnitude.shiftRight(down).longValue();
        return nearest(top, more || magnitude.getLowestSetBit() < down, position + down);
    }

    /**
     * Rounds 64 bits.
     *
     * @param top unsigned, its highest bit set
     * @param more whether the exact value is a little greater
     */
    private static double nearest(long top, boolean more, int position) {
        int exponent = position + SPARE_BITS;
        if (exponent > LAST_POSITION) {
            return Double.POSITIVE_INFINITY;
        }
        // A subnormal result has fewer bits.
        int dropped = Math.max(SPARE_BITS, -position);
        if (dropped > Long.SIZE) {
            return 0.0;
        }
        long kept = top >>> 1 >>> (dropped - 1);
        long half = 1L << (dropped - 1);
        int compared = Long.compareUnsigned(top & (2 * half - 1), half);
        if (compared > 0 || (compared == 0 && (more || (kept & 1) != 0))) {
            kept++;
        }
        // The hidden bit, or a carry, raises the exponent by one: into infinity too.
        return Double.longBitsToDouble(((long) Math.max(0, exponent) << SIGNIFICAND_BITS) + kept);
    }
}
