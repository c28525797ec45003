package io.tocsin.app;

import io.tocsin.model.DeadLetter;
import io.tocsin.model.Readings;
import org.jspecify.annotations.Nullable;

/** What the engine thread takes from its queue, in order. */
sealed interface Input {
    /** How many events it gives. */
    default int events() {
        return 0;
    }

    /**
     * A message of the log.
     *
     * @param readings what it holds, or null where it was skipped
     * @param letter what is to be sent of a skipped message, or null
     */
    record Received(long sequence, long timestamp, @Nullable Readings readings, @Nullable DeadLetter letter)
            implements Input {
        Received(long sequence, long timestamp, @Nullable Readings readings) {
            this(sequence, timestamp, readings, null);
        }

        @Override
        public int events() {
            return readings == null ? 0 : readings.size();
        }

        /** The same for an engine that only sees what the running one has dealt with. */
        Received withoutLetter() {
            return letter == null ? this : new Received(sequence, timestamp, readings);
        }
    }

    /** Everything the log had stored at this time, epoch ms UTC, stands before this in the queue. */
    record Tick(long brokerTime) implements Input {}

    /**
     * The log has been out of reach for too long; everything that was read of it stands before this in the queue.
     *
     * @param brokerTime a time that is not after that of the log, epoch ms UTC, or {@code Long.MIN_VALUE} if not known
     */
    record Down(long brokerTime) implements Input {}

    /** Something to do between two messages. */
    record Task(Runnable work) implements Input {}

    /** Nothing follows. */
    record End() implements Input {}
}
