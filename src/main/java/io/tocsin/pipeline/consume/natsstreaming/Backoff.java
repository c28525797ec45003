package io.tocsin.pipeline.consume.natsstreaming;

/** Waits that double up to a limit. */
final class Backoff {
    private static final long FIRST_MS = 20;
    private static final long MOST_MS = 2_000;

    private long next = FIRST_MS;

    void pause() throws InterruptedException {
        Thread.sleep(next);
        next = Math.min(MOST_MS, next * 2);
    }

    void reset() {
        next = FIRST_MS;
    }
}
