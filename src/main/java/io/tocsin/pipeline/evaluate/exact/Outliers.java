package io.tocsin.pipeline.evaluate.exact;

import java.math.BigInteger;

/** What does not fit the window of an accumulator: sums as integers of any size, and counts of infinities and NaN. */
final class Outliers {
    private BigInteger sum = BigInteger.ZERO;
    private BigInteger squares = BigInteger.ZERO;
    private long plusInfinities;
    private long minusInfinities;
    private long nans;

    /** In units of 2^-1074. */
    BigInteger sum() {
        return sum;
    }

    /** In units of 2^-2148. */
    BigInteger squares() {
        return squares;
    }

    void addToSum(BigInteger value, int position) {
        sum = sum.add(value.shiftLeft(position));
    }

    void addToSquares(BigInteger value, int position) {
        squares = squares.add(value.shiftLeft(position));
    }

    void addNotFinite(double x, long flip) {
        int by = flip == 0 ? 1 : -1;
        if (Double.isNaN(x)) {
            nans += by;
        } else if (x > 0) {
            plusInfinities += by;
        } else {
            minusInfinities += by;
        }
    }

    boolean hasNotFinite() {
        return (plusInfinities | minusInfinities | nans) != 0;
    }

    /** What IEEE 754 says of a sum with these in it. */
    double notFiniteSum() {
        if (nans != 0 || (plusInfinities != 0 && minusInfinities != 0)) {
            return Double.NaN;
        }
        return plusInfinities != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
}
