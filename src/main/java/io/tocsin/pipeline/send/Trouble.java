package io.tocsin.pipeline.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One thing that works or does not. Logs when it begins to fail, when the reason changes, and when it works again: how
 * often it failed and for how long. What repeats is only counted. Used by one thread.
 */
final class Trouble {
    private final Logger log;
    private final String what;
    private final Pause pause;
    private @Nullable String reason;
    private long failures;
    private long since;

    /** Watches {@code what}, the subject of the log lines, as in {@code sink email}. */
    Trouble(Logger log, String what, Pause pause) {
        this.log = log;
        this.what = what;
        this.pause = pause;
    }

    /** Returns whether this failure begins a series. */
    boolean failed(String why) {
        boolean begins = failures == 0;
        if (begins) {
            since = pause.nanoTime();
        }
        failures++;
        if (begins) {
            log.warn("{} fails, will be tried again: {}", what, why);
        } else if (!why.equals(reason)) {
            log.warn("{} still fails, {} times in {}: {}", what, failures, lasted(), why);
        }
        reason = why;
        return begins;
    }

    void works() {
        if (failures > 0) {
            log.info("{} works again after {} failures in {}", what, failures, lasted());
            failures = 0;
            reason = null;
        }
    }

    /** The owner stops watching. */
    void abandoned() {
        if (failures > 0) {
            log.warn("{} stops while failing, {} times in {}: {}", what, failures, lasted(), reason);
        }
    }

    private String lasted() {
        Duration time = Duration.ofNanos(pause.nanoTime() - since);
        return time.compareTo(Duration.ofSeconds(10)) < 0 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }
}
