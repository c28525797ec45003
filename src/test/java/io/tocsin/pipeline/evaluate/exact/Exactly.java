package io.tocsin.pipeline.evaluate.exact;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** What the results must be, by BigDecimal and BigInteger alone. */
final class Exactly {
    private static final BigDecimal UNITS = new BigDecimal(2).pow(1074);
    private static final MathContext DIGITS = new MathContext(60);

    private Exactly() {}

    /** A double in units of 2^-1074. Infinity stands for the number after the greatest, from which rounding starts. */
    static BigInteger units(double x) {
        if (Double.isInfinite(x)) {
            return BigInteger.ONE.shiftLeft(1024 + 1074).multiply(BigInteger.valueOf((long) Math.signum(x)));
        }
        return new BigDecimal(x).multiply(UNITS).toBigIntegerExact();
    }

    /** True if no double is nearer to the quotient, and of two as near the even one is given. */
    static boolean isNearest(double result, BigInteger dividend, long divisor) {
        BigInteger distance = distance(result, dividend, divisor);
        boolean odd = (Double.doubleToRawLongBits(result) & 1) != 0;
        for (double other : new double[] {Math.nextUp(result), Math.nextDown(result)}) {
            int compared = distance(other, dividend, divisor).compareTo(distance);
            if (compared < 0 || (compared == 0 && odd)) {
                return false;
            }
        }
        return true;
    }

    private static BigInteger distance(double x, BigInteger dividend, long divisor) {
        return dividend.subtract(units(x).multiply(BigInteger.valueOf(divisor))).abs();
    }

    /** n (n - 1) times the variance, in units of 2^-2148. */
    static BigInteger numerator(BigInteger sum, BigInteger squares, long n) {
        return squares.multiply(BigInteger.valueOf(n)).subtract(sum.multiply(sum));
    }

    /** The deviation as promised: the numerator rounded to 53 bits, divided, rooted. */
    static double deviation(BigInteger numerator, long n) {
        int halved = Math.max(0, (numerator.bitLength() - 1000) / 2);
        BigInteger cut = numerator.shiftRight(2 * halved);
        if (!cut.shiftLeft(2 * halved).equals(numerator)) {
            cut = cut.setBit(0);
        }
        double rounded = cut.doubleValue();
        // An even power of two brings it to where neither quotient nor root leaves the usual range.
        int scale = rounded == 0 ? 0 : Math.getExponent(rounded) / 2;
        double root = Math.sqrt(Math.scalb(rounded, -2 * scale) / ((double) n * (double) (n - 1)));
        return Math.scalb(root, halved + scale - 1074);
    }

    /** How far a deviation is from the true value, in units in the last place. */
    static double error(double result, BigInteger numerator, long n) {
        BigDecimal variance = new BigDecimal(numerator).divide(new BigDecimal(n * (n - 1)), DIGITS);
        BigDecimal deviation = variance.sqrt(DIGITS).divide(UNITS, DIGITS);
        return new BigDecimal(result)
                .subtract(deviation)
                .abs()
                .divide(new BigDecimal(Math.ulp(result)), DIGITS)
                .doubleValue();
    }
}
