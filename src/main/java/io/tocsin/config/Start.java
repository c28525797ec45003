package io.tocsin.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;

/** Where to start in a log without a checkpoint. */
public sealed interface Start {
    /** With the next message. */
    record New() implements Start {}

    /** With the first message kept. */
    record Beginning() implements Start {}

    /** With the first message stored at this time or later, epoch ms UTC. */
    record At(long millis) implements Start {}

    /** With the first message stored so long before now or later. */
    record Ago(Duration distance) implements Start {}

    /** The words a user can write, beside a time and a distance. */
    String NEW = "new";

    String BEGINNING = "beginning";

    /**
     * Reads {@code new}, {@code beginning}, {@code 2017-09-30T15:10:17Z} or {@code -6h}.
     *
     * @throws IllegalArgumentException with a message that follows the value
     */
    static Start parse(String text) {
        if (text.equals(NEW)) {
            return new New();
        }
        if (text.equals(BEGINNING)) {
            return new Beginning();
        }
        try {
            return text.startsWith("-")
                    ? new Ago(Durations.parse(text.substring(1)))
                    : new At(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "is neither new nor beginning, nor a time such as 2017-09-30T15:10:17Z, nor a distance such as -6h",
                    e);
        }
    }
}
