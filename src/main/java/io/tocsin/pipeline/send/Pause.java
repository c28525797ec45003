package io.tocsin.pipeline.send;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a worker waits between attempts and measures how long they took; a test puts in one that takes no time. */
public interface Pause {
    /** Waits in real time. */
    Pause REAL = new Pause() {
        @Override
        public boolean unless(CountDownLatch closing, Duration time) throws InterruptedException {
            return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    /**
     * Waits for this time, or less when {@code closing} opens.
     *
     * @return whether {@code closing} is open
     */
    boolean unless(CountDownLatch closing, Duration time) throws InterruptedException;

    /** Nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanoTime();
}
