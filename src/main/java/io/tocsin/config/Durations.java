package io.tocsin.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a user writes them: a whole number and a unit, {@code 30 s}, {@code 5 min}, {@code 24 hours}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]+) ?([A-Za-z]+)");
    private static final Map<String, Long> MILLIS = Map.ofEntries(
            Map.entry("ms", 1L),
            Map.entry("msec", 1L),
            Map.entry("millisecond", 1L),
            Map.entry("milliseconds", 1L),
            Map.entry("s", 1000L),
            Map.entry("sec", 1000L),
            Map.entry("second", 1000L),
            Map.entry("seconds", 1000L),
            Map.entry("min", 60_000L),
            Map.entry("minute", 60_000L),
            Map.entry("minutes", 60_000L),
            Map.entry("h", 3_600_000L),
            Map.entry("hour", 3_600_000L),
            Map.entry("hours", 3_600_000L),
            Map.entry("d", 86_400_000L),
            Map.entry("day", 86_400_000L),
            Map.entry("days", 86_400_000L));

    private Durations() {}

    /**
     * Reads a duration; units are ms, s, min, h and d, or Esper's words for them.
     *
     * @throws IllegalArgumentException with a message that follows the value: "is not a duration: ..."
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        Long unit = matcher.matches() ? MILLIS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "is not a duration: write a whole number and a unit (ms, s, min, h, d), such as 30 s");
        }
        try {
            return Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("is too long a duration", e);
        }
    }
}
