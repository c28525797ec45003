package io.tocsin.pipeline.decode;

import com.fasterxml.jackson.core.io.NumberInput;

/**
 * Reads a JSON number (RFC 8259, section 6) from bytes. Not thread-safe.
 *
 * <p>Up to 15 or 16 digits and 22 places make two doubles that are exact, so that one division rounds as IEEE 754 says: the
 * fast path of "How to Read Floating Point Numbers Accurately" (Clinger, 1990). The rest is Jackson's.
 */
final class Decimal {
    private static final int NONE = -1;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long MOST_EXACT = 1L << 53;
    private static final int MOST_DIGITS = 18;

    private double value;
    private boolean isLong;
    private long longValue;

    /** Reads the number that begins here; answers where it ends, or -1 where there is none. */
    int read(byte[] data, int from) {
        boolean negative = Ascii.is(data, from, '-');
        int first = negative ? from + 1 : from;
        long digits = 0;
        int at = first;
        for (; isDigit(data, at); at++) {
            digits = digits * 10 + data[at] - '0';
        }
        if (at == first || (data[first] == '0' && at > first + 1)) {
            return NONE;
        }
        int point = at;
        int count = at - first;
        int places = 0;
        if (Ascii.is(data, at, '.')) {
            for (at++; isDigit(data, at); at++) {
                digits = digits * 10 + data[at] - '0';
            }
            places = at - point - 1;
            count += places;
            if (places == 0) {
                return NONE;
            }
        }
        int exponent = exponent(data, at);
        if (exponent == NONE) {
            return NONE;
        }
        boolean whole = exponent == point;
        isLong = whole && count <= MOST_DIGITS;
        longValue = negative ? -digits : digits;
        if (exponent > at || count > MOST_DIGITS || digits > MOST_EXACT || places >= POWERS.length) {
            value = thorough(data, from, exponent);
        } else if (whole) {
            value = longValue; // also minus zero is zero here, as for Jackson
        } else {
            double unsigned = digits / POWERS[places];
            value = negative ? -unsigned : unsigned;
        }
        return exponent;
    }

    /** As read; not finite where it is too large. */
    double value() {
        return value;
    }

    /** Whether it has neither fraction nor exponent, nor more digits than a long surely holds. */
    boolean isLong() {
        return isLong;
    }

    /** Exact where {@link #isLong}. */
    long longValue() {
        return longValue;
    }

    /** Where the exponent ends that may begin here, or -1 if it has no digits. */
    private static int exponent(byte[] data, int from) {
        if (!Ascii.is(data, from, 'e') && !Ascii.is(data, from, 'E')) {
            return from;
        }
        int first = from + (Ascii.is(data, from + 1, '-') || Ascii.is(data, from + 1, '+') ? 2 : 1);
        int at = first;
        while (isDigit(data, at)) {
            at++;
        }
        return at == first ? NONE : at;
    }

    private static double thorough(byte[] data, int from, int to) {
        return NumberInput.parseDouble(Ascii.string(data, from, to), true);
    }

    private static boolean isDigit(byte[] data, int at) {
        return at < data.length && data[at] >= '0' && data[at] <= '9';
    }
}
