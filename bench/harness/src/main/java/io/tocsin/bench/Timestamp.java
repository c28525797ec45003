package io.tocsin.bench;

import java.time.LocalDate;

/** Reads {@code YYYY-MM-DDThh:mm:ss.mmmZ} as fast as it goes; the day is remembered. */
final class Timestamp {
    private static final int DAY_LENGTH = 10;
    private static final long DAY_MILLIS = 86_400_000;
    private static String day = "";
    private static long dayStart;

    private Timestamp() {}

    static long millis(String text) {
        if (!text.startsWith(day) || day.isEmpty()) {
            day = text.substring(0, DAY_LENGTH);
            dayStart = LocalDate.parse(day).toEpochDay() * DAY_MILLIS;
        }
        long seconds = two(text, 11) * 3600 + two(text, 14) * 60 + two(text, 17);
        return dayStart + seconds * 1000 + two(text, 20) * 10 + text.charAt(22) - '0';
    }

    private static long two(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }
}
