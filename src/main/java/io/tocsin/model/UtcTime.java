package io.tocsin.model;

import java.time.Instant;

/** Instants as text, in UTC whatever the default time zone. */
public final class UtcTime {
    private UtcTime() {}

    /** {@code 2017-09-30T15:10:17.765Z}, always with three digits of milliseconds. */
    public static String format(long epochMillis) {
        String text = Instant.ofEpochMilli(epochMillis).toString();
        return text.charAt(text.length() - 5) == '.' ? text : text.substring(0, text.length() - 1) + ".000Z";
    }
}
