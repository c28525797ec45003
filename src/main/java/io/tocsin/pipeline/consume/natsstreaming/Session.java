package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.streaming.Message;
import io.nats.streaming.Subscription;
import io.tocsin.pipeline.consume.Repairs.Cause;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * One epoch: what the library's threads post while one subscription lives. A message of an older subscription lands in
 * an older session, which nobody reads any more.
 */
final class Session {
    /** Bytes that a message takes beside its payload, about. */
    static final int OVERHEAD = 256;

    /** The message that is known already and the next one: without them a read would never get on. */
    static final int ALWAYS_TAKEN = 2;

    private static final int BATCH = 256;
    /** Where so many came at once, more will soon. */
    private static final int MANY = 8;
    /** Waking a thread costs more than a message does, so where many come they are waited for without being woken by each. */
    private static final long NAP_NANOS = 50_000;

    private final MpscBlockingConsumerArrayQueue<Arrival> arrivals;
    private final AtomicReference<@Nullable Doubt> doubt = new AtomicReference<>();
    private volatile boolean over;

    private final long mostBytes;
    private volatile long posted;
    private volatile boolean cut;
    private volatile boolean cutAtNext;

    // Of the library's thread; the reader looks at them when nothing more is taken in.
    private long highest;
    private long postedBytes;
    private long readBytesSeen;
    private long firstAt;
    private long lastAt;

    private final AtomicLong readBytes = new AtomicLong();

    // Of the reading thread alone.
    private final Queue<Arrival> batch = new ArrayDeque<>();
    private int came;
    private @Nullable Subscription subscription;

    /** The sequence the subscription started at. */
    final long start;

    /** So many messages the server sends before it waits for acknowledgements. */
    final int window;

    /** @param mostBytes so much may wait for the reader; the first two messages may in any case */
    Session(long start, int window, long mostBytes) {
        this.start = start;
        this.window = window;
        this.mostBytes = mostBytes;
        this.arrivals = new MpscBlockingConsumerArrayQueue<>(2 * window);
    }

    void subscribed(Subscription opened) {
        subscription = opened;
    }

    /**
     * A message with our clock when it came in.
     *
     * @param message null for a call to look at the doubt
     */
    record Arrival(@Nullable Message message, long receivedAt) {}

    /** Called by the library, on one thread, for each message; blocks while the reader is too far behind. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread alone writes it
    void post(Message message) {
        if (cut) {
            return;
        }
        int size = size(message);
        if (cutAtNext || !fits(size)) {
            lastAt = System.nanoTime();
            cut = true;
            arrivals.offer(new Arrival(null, 0)); // wakes the reader
            return;
        }
        if (posted == 0) {
            firstAt = System.nanoTime();
        }
        highest = Math.max(highest, message.getSequence());
        postedBytes += size;
        Arrival arrival = new Arrival(message, System.currentTimeMillis());
        while (!arrivals.offer(arrival) && !over) {
            if (Thread.currentThread().isInterrupted()) { // the library is closing its dispatcher
                doubt(new Doubt(Cause.SESSION, "the client library stopped delivering"));
                return;
            }
            LockSupport.parkNanos(NAP_NANOS);
        }
        if (posted == window - 1) {
            lastAt = System.nanoTime();
        }
        posted++; // only now: a session is over when it is spent and idle
    }

    private static int size(Message message) {
        return OVERHEAD + (message.getData() == null ? 0 : message.getData().length);
    }

    private boolean fits(int size) {
        if (postedBytes - readBytesSeen + size > mostBytes) {
            readBytesSeen = readBytes.get(); // only now, as it costs a cache line each time
        }
        return posted < ALWAYS_TAKEN || postedBytes - readBytesSeen + size <= mostBytes;
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
            came = arrivals.drain(batch::add, BATCH);
        }
        Arrival arrival = batch.isEmpty() ? arrivals.poll(waitMs, TimeUnit.MILLISECONDS) : batch.poll();
        if (arrival != null && arrival.message() != null) {
            readBytes.lazySet(readBytes.getPlain() + size(arrival.message()));
        }
        return arrival;
    }

    /** Whether the server sends nothing more, where nothing is acknowledged and so nothing is sent twice. */
    boolean isSpent() {
        return posted >= window;
    }

    /** From the next message on nothing more is taken in. */
    void cutAtNext() {
        cutAtNext = true;
    }

    /** Whether nothing more is taken in, be it because of the size of what is waiting. */
    boolean isCut() {
        return cut;
    }

    /** How many messages have come and were taken in. */
    long posted() {
        return posted;
    }

    /** The highest sequence among them; for a session that is spent or cut, as {@link #bytes}. */
    long highest() {
        return highest;
    }

    /** What they take in memory together. */
    long bytes() {
        return postedBytes;
    }

    /** In how many ns they came, of a session that is spent or cut. */
    long nanos() {
        return lastAt - firstAt;
    }

    boolean idle() {
        return batch.isEmpty() && arrivals.isEmpty();
    }

    /** Has the server forget the subscription, of which nothing more is wanted. */
    void unsubscribe() {
        Subscription open = subscription;
        subscription = null;
        if (open != null) {
            Subscriptions.close(open);
        }
    }

    /** Nobody reads this session any more. */
    void end() {
        over = true;
        batch.clear();
        arrivals.clear();
    }
}
