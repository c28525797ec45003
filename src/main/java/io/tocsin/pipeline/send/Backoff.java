package io.tocsin.pipeline.send;

import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a further attempt: doubles from first up to most, less a random part of up to a fifth. */
final class Backoff {
    private final long first;
    private final long most;
    private final RandomGenerator random;

    Backoff(Settings.Retry retry, RandomGenerator random) {
        first = retry.first().toNanos();
        most = Math.max(first, retry.most().toNanos());
        this.random = random;
    }

    /** The wait after so many failures in a row, at least one. */
    Duration after(int failures) {
        long wait = first;
        for (int i = 1; i < failures && wait < most; i++) {
            wait = wait > most / 2 ? most : wait * 2;
        }
        return Duration.ofNanos(wait - (long) (wait * 0.2 * random.nextDouble()));
    }
}
