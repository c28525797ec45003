package io.tocsin.app.ruletest;

import io.tocsin.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment of engine time in a test.
 *
 * @param absolute whether it is a time, epoch ms UTC, and not a distance from the test's start, ms
 * @param millis the time or distance
 * @param exact whether it was written to the millisecond; else it stands for the whole second
 */
record Moment(boolean absolute, long millis, boolean exact) {
    private static final Pattern PART = Pattern.compile(" *([0-9]+ ?[A-Za-z]+)");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-.*");
    private static final int SECOND = 1000;

    /**
     * Reads {@code 50 s}, {@code 5 min 1 ms} or {@code 2017-09-30T15:10:17Z}.
     *
     * @throws IllegalArgumentException with a message that follows the text
     */
    static Moment parse(String text) {
        if (TIME.matcher(text).matches()) {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text);
                return new Moment(true, time.toInstant().toEpochMilli(), text.contains("."));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("is no time such as 2017-09-30T15:10:17Z", e);
            }
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.lookingAt()) {
            sum = sum.plus(Durations.parse(part.group(1)));
            end = part.end();
            part.region(end, text.length());
        }
        if (end == 0 || end < text.length()) {
            throw new IllegalArgumentException(
                    "is no moment: write the distance from the start, such as 1 min 30 s, or a time such as"
                            + " 2017-09-30T15:10:17Z");
        }
        return new Moment(false, sum.toMillis(), sum.toMillis() % SECOND != 0);
    }

    /** Epoch ms UTC. */
    long from(long start) {
        return absolute ? millis : start + millis;
    }

    /** Whether the moment stands for this time. */
    boolean means(long time, long start) {
        long own = from(start);
        return exact ? time == own : time >= own && time < own + SECOND;
    }
}
