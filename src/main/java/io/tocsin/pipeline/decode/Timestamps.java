package io.tocsin.pipeline.decode;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads {@code YYYY-MM-DDThh:mm:ss[.digits](Z|+hh:mm|-hh:mm)} and nothing else. The last date is remembered: messages
 * come day by day. Not thread-safe.
 */
final class Timestamps {
    /** What {@link #parse} answers for a text that is no timestamp. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 10;
    private static final int FRACTION_AT = 19;
    private static final int SHORTEST = 20;

    private int lastDate = -1;
    private long lastDateMillis;

    /** Epoch ms UTC of an ASCII text, digits beyond ms cut, or {@link #INVALID}. */
    long parse(byte[] text, int from, int length) {
        if (length < SHORTEST || !punctuated(text, from)) {
            return INVALID;
        }
        long date = date(text, from);
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        if (date == INVALID || !within(hour, 23) || !within(minute, 59) || !within(second, 59)) {
            return INVALID;
        }
        int end = from + length;
        int at = from + FRACTION_AT;
        int millis = 0;
        if (text[at] == '.') {
            int weight = 100;
            int first = ++at;
            while (at < end && isDigit(text[at])) {
                millis += (text[at++] - '0') * weight;
                weight /= 10;
            }
            if (at == first) {
                return INVALID;
            }
        }
        int offset = offsetMinutes(text, at, end);
        if (offset == Integer.MIN_VALUE) {
            return INVALID;
        }
        return date + ((hour * 60L + minute - offset) * 60 + second) * 1000 + millis;
    }

    private static boolean punctuated(byte[] text, int from) {
        return text[from + 4] == '-'
                && text[from + 7] == '-'
                && text[from + DATE_LENGTH] == 'T'
                && text[from + 13] == ':'
                && text[from + 16] == ':';
    }

    private long date(byte[] text, int from) {
        int century = two(text, from);
        int yearOfCentury = two(text, from + 2);
        int month = two(text, from + 5);
        int day = two(text, from + 8);
        if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) {
            return INVALID;
        }
        int year = century * 100 + yearOfCentury;
        int date = (year * 100 + month) * 100 + day;
        if (date == lastDate) {
            return lastDateMillis;
        }
        if (day > YearMonth.of(year, month).lengthOfMonth()) {
            return INVALID;
        }
        lastDate = date;
        lastDateMillis = LocalDate.of(year, month, day).toEpochDay() * 86_400_000L;
        return lastDateMillis;
    }

    /** Minutes east of UTC of the zone that fills {@code at} to {@code end}, or the least int if there is none. */
    private static int offsetMinutes(byte[] text, int at, int end) {
        if (end - at == 1 && text[at] == 'Z') {
            return 0;
        }
        if (end - at != 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = two(text, at + 1);
        int minutes = two(text, at + 4);
        if (!within(hours, 23) || !within(minutes, 59)) {
            return Integer.MIN_VALUE;
        }
        int offset = hours * 60 + minutes;
        return text[at] == '-' ? -offset : offset;
    }

    private static int two(byte[] text, int at) {
        byte tens = text[at];
        byte units = text[at + 1];
        return isDigit(tens) && isDigit(units) ? (tens - '0') * 10 + units - '0' : -1;
    }

    private static boolean within(int value, int most) {
        return value >= 0 && value <= most;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
