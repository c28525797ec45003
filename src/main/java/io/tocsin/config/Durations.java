package io.tocsin.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
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

    private static final Map<String, Long> PARTS = new LinkedHashMap<>();

    static {
        for (String unit : List.of("d", "h", "min", "s", "ms")) {
            PARTS.put(unit, MILLIS.getOrDefault(unit, 0L));
        }
    }

    private Durations() {}

    /** A duration as people read it, to the millisecond, such as {@code 1 h 30 min}. */
    public static String words(Duration duration) {
        StringJoiner words = new StringJoiner(" ");
        long rest = duration.toMillis();
        for (Map.Entry<String, Long> part : PARTS.entrySet()) {
            if (rest >= part.getValue()) {
                words.add(rest / part.getValue() + " " + part.getKey());
                rest %= part.getValue();
            }
        }
        return words.length() == 0 ? "0 s" : words.toString();
    }

    /** The words for a unit, in lower case; upper case is understood as well. */
    static Set<String> units() {
        return MILLIS.keySet();
    }

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
