package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.streaming.Message;
import io.tocsin.pipeline.consume.Repairs.Cause;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One epoch: what the library's threads post while one subscription lives. A message of an older subscription lands in
 * an older session, which nobody reads any more.
 */
final class Session {
    private static final long OFFER_MS = 100;
    private static final int BATCH = 256;
    /** Where so many came at once, more will soon. */
    private static final int MANY = 8;
    /** Waking a thread costs more than a message does, so where many come they are waited for without being woken by each. */
    private static final long NAP_NANOS = 50_000;

    private final BlockingQueue<Arrival> arrivals;
    private final AtomicReference<@Nullable Doubt> doubt = new AtomicReference<>();
    private volatile boolean over;

    // Of the reading thread alone.
    private final Queue<Arrival> batch = new ArrayDeque<>();
    private int came;

    /** The sequence the subscription started at. */
    final long start;

    Session(long start, int capacity) {
        this.start = start;
        this.arrivals = new ArrayBlockingQueue<>(capacity);
    }

    /**
     * A message with our clock when it came in.
     *
     * @param message null for a call to look at the doubt
     */
    record Arrival(@Nullable Message message, long receivedAt) {}

    /** Called by the library for each message; blocks while the reader is too far behind. */
    void post(Message message) {
        Arrival arrival = new Arrival(message, System.currentTimeMillis());
        try {
            boolean taken = false;
            while (!taken && !over) {
                taken = arrivals.offer(arrival, OFFER_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) { // the library is closing its dispatcher
            Thread.currentThread().interrupt();
            doubt(new Doubt(Cause.SESSION, "the client library stopped delivering"));
        }
    }

    /** The first doubt is kept. */
    void doubt(Doubt found) {
        if (doubt.compareAndSet(null, found)) {
            arrivals.offer(new Arrival(null, 0)); // wakes the reader; a full queue does that anyway
        }
    }

    @Nullable
    Doubt doubted() {
        return doubt.get();
    }

    /** The next one, or null where none comes. For one thread, as all that follow. */
    @Nullable
    Arrival next(long waitMs) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (batch.isEmpty()) {
            if (came >= MANY && arrivals.isEmpty()) {
                LockSupport.parkNanos(NAP_NANOS);
            }
            came = arrivals.drainTo(batch, BATCH);
        }
        return batch.isEmpty() ? arrivals.poll(waitMs, TimeUnit.MILLISECONDS) : batch.poll();
    }

    boolean idle() {
        return batch.isEmpty() && arrivals.isEmpty();
    }

    /** Nobody reads this session any more. */
    void end() {
        over = true;
        batch.clear();
        arrivals.clear();
    }
}
