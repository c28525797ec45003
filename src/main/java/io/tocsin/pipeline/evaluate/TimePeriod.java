package io.tocsin.pipeline.evaluate;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time periods as EPL writes them, such as {@code 1 hour 30 min}. Weeks and shorter only: months and years have no fixed
 * length.
 */
final class TimePeriod {
    private static final Pattern PART = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-z]+)\\s*");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("weeks", 604_800_000L),
            Map.entry("week", 604_800_000L),
            Map.entry("days", 86_400_000L),
            Map.entry("day", 86_400_000L),
            Map.entry("hours", 3_600_000L),
            Map.entry("hour", 3_600_000L),
            Map.entry("minutes", 60_000L),
            Map.entry("minute", 60_000L),
            Map.entry("min", 60_000L),
            Map.entry("seconds", 1000L),
            Map.entry("second", 1000L),
            Map.entry("sec", 1000L),
            Map.entry("milliseconds", 1L),
            Map.entry("millisecond", 1L),
            Map.entry("msec", 1L));

    private TimePeriod() {}

    /**
     * The period in ms, at least 1.
     *
     * @throws IllegalArgumentException if the text is no time period; the message says what is
     */
    static long parse(String text) {
        Matcher m = PART.matcher(text);
        double millis = 0;
        int at = 0;
        while (at < text.length() && m.find(at) && m.start() == at && UNITS.containsKey(m.group(2))) {
            millis += Double.parseDouble(m.group(1)) * UNITS.getOrDefault(m.group(2), 0L);
            at = m.end();
        }
        long rounded = Math.round(millis);
        if (at < text.length() || rounded < 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time period; write for example '30 sec', '10 min' or '1 hour 30 min'");
        }
        return rounded;
    }
}
