package io.tocsin.reference;

import io.tocsin.model.Readings;
import org.jspecify.annotations.Nullable;

/** What an engine is told, in order. */
sealed interface Input {
    /** A message of the log, with what it holds, or null where it was skipped. */
    record Stored(long sequence, long logTime, @Nullable Readings readings) implements Input {}

    /** Everything stored at this broker time has been told. */
    record Tick(long brokerTime) implements Input {}
}
