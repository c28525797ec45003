package io.tocsin.app;

import io.tocsin.config.Durations;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** One end of the stretch to replay, inclusive. */
public sealed interface ReplayBound {
    /** A message's sequence, from 1. */
    record Sequence(long number) implements ReplayBound {}

    /** A point in time, epoch ms UTC: of the log's timestamps, or in a file of the messages' own. */
    record Time(long millis) implements ReplayBound {}

    /** So many ms before now, or in a file before its last message. */
    record Ago(long millis) implements ReplayBound {}

    /**
     * Reads {@code 4711}, {@code 2017-09-30T15:10:17Z} or {@code -6h}.
     *
     * @throws IllegalArgumentException with a message that follows the value: "is ...: ..."
     */
    static ReplayBound parse(String text) {
        if (text.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number < 1) {
                throw new IllegalArgumentException("is no message: sequences begin at 1");
            }
            return new Sequence(number);
        }
        if (text.startsWith("-")) {
            return new Ago(Durations.parse(text.substring(1)).toMillis());
        }
        try {
            return new Time(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "is neither a sequence such as 4711, nor a time such as 2017-09-30T15:10:17Z, nor a distance such as"
                            + " -6h",
                    e);
        }
    }
}
