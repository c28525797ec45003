package io.tocsin.pipeline.send;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a worker waits for its next deadline and measures time; a test puts in one that takes no time. */
public interface Pause {
    /** Waits in real time. */
    Pause REAL = new Pause() {
        @Override
        public void on(Object monitor, Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.timedWait(monitor, time.toNanos());
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    /**
     * Waits for this time, or less when the monitor is notified, or without a reason.
     *
     * @param monitor held by the caller
     */
    void on(Object monitor, Duration time) throws InterruptedException;

    /** Nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanoTime();
}
