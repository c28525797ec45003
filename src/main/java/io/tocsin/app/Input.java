package io.tocsin.app;

import io.tocsin.model.Readings;
import org.jspecify.annotations.Nullable;

/** What the engine thread takes from its queue, in order. */
sealed interface Input {
    /** A message of the log, with what it holds, or null where it was skipped. */
    record Received(long sequence, long timestamp, @Nullable Readings readings) implements Input {}

    /** Everything the log had stored at this time, epoch ms UTC, stands before this in the queue. */
    record Tick(long brokerTime) implements Input {}

    /** Something to do between two messages. */
    record Task(Runnable work) implements Input {}

    /** Nothing follows. */
    record End() implements Input {}
}
