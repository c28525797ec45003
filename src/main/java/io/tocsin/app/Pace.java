package io.tocsin.app;

import io.tocsin.model.ClockState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a replay back so that engine time passes at a multiple of real time. */
public final class Pace {
    /** As fast as it goes. */
    public static final double MAX = Double.POSITIVE_INFINITY;

    private final double factor;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long clockStart = ClockState.UNSET;
    private long nanoStart;

    /**
     * A pace that begins with the first {@link #await}.
     *
     * @param factor engine time over real time, more than 0; {@link #MAX} for no pace
     */
    public Pace(double factor) {
        this.factor = factor;
    }

    /** Waits until engine time {@code clock} is due; returns at once after {@link #stop}. */
    void await(long clock) throws InterruptedException {
        if (factor == MAX || clock == ClockState.UNSET) {
            return;
        }
        if (clockStart == ClockState.UNSET) {
            clockStart = clock;
            nanoStart = System.nanoTime();
        }
        double due = (clock - clockStart) / factor * TimeUnit.MILLISECONDS.toNanos(1);
        long wait = (long) due - (System.nanoTime() - nanoStart);
        if (wait > 0) {
            stopped.await(wait, TimeUnit.NANOSECONDS);
        }
    }

    /** Nobody waits any more. */
    void stop() {
        stopped.countDown();
    }
}
