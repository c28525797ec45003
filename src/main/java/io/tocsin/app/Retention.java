package io.tocsin.app;

import io.tocsin.config.Durations;
import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Whether a log keeps its messages for as long as windows are rebuilt from. */
final class Retention {
    private Retention() {}

    /**
     * What to tell the operator: by the log's own limit where it says one, else by what is there. A log that has dropped
     * nothing yet may still be short without a reason to warn.
     *
     * @param horizon what is needed, ms
     */
    static Optional<String> shortfall(MessageLog log, long horizon) throws LogException, InterruptedException {
        Duration needed = Duration.ofMillis(horizon);
        Optional<Duration> limit = log.maxAge();
        if (limit.isPresent() && limit.get().compareTo(needed) < 0) {
            return Optional.of("the server keeps messages of the channel for " + Durations.words(limit.get())
                    + " only (max_age)" + consequence(needed));
        }
        MessageLog.Bounds kept = log.bounds();
        if (kept.first() <= 1 || kept.last() < kept.first()) {
            return Optional.empty();
        }
        Duration held = Duration.ofMillis(Math.max(0, timestamp(log, kept.last()) - timestamp(log, kept.first())));
        return held.compareTo(needed) >= 0
                ? Optional.empty()
                : Optional.of("the channel holds messages " + kept.first() + " to " + kept.last() + ", "
                        + Durations.words(held) + ", and has dropped what came before" + consequence(needed));
    }

    private static String consequence(Duration needed) {
        return ", but windows are rebuilt from " + Durations.words(needed)
                + ": after a restart they may lack what is missing; raise the channel's limits";
    }

    private static long timestamp(MessageLog log, long sequence) throws LogException, InterruptedException {
        AtomicLong timestamp = new AtomicLong();
        log.read(sequence, sequence, (Message m) -> timestamp.set(m.timestamp()));
        return timestamp.get();
    }
}
