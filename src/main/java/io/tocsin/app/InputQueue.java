package io.tocsin.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queue before the engine thread, bounded in inputs and in the text of dead letters: when it is full, whoever puts
 * waits, and so slows the source down.
 *
 * <p>Waking a thread costs more than evaluating a message. So who finds the queue empty, or full, first naps for a moment, in
 * which the other side goes on; only an engine that finds it empty again, or has found little the time before, waits to be
 * woken. In a replay, where nobody waits for a single message, the engine naps longer while many come: close behind the source
 * it would read what the other core is still writing beside, and both would wait for each other's caches.
 */
final class InputQueue {
    private static final int CAPACITY = 8192;
    private static final int BATCH = 1024;
    /** Where so many came at once, more will soon. */
    private static final int MANY = 8;

    private static final int MOST_TEXT = 8 * 1024 * 1024;
    private static final long NAP_NANOS = 50_000;
    /** A full queue is work for much longer, so the engine does not run dry meanwhile; nor does an empty one fill up. */
    private static final long LONGEST_NAP_NANOS = 1_000_000;

    /** Without a lock: one thread that reads with a lock stops another that writes, a thousand times a second. */
    private final MpscBlockingConsumerArrayQueue<Input> queue = new MpscBlockingConsumerArrayQueue<>(CAPACITY);

    private final Semaphore room = new Semaphore(MOST_TEXT);
    private final long longestRest;
    private volatile boolean closed;
    // Of the taking thread alone.
    private int came;
    private long rest = NAP_NANOS;

    private InputQueue(long longestRest) {
        this.longestRest = longestRest;
    }

    /** For alerts that somebody waits for. */
    InputQueue() {
        this(NAP_NANOS);
    }

    /** For a replay, where only the end counts. */
    static InputQueue ofReplay() {
        return new InputQueue(LONGEST_NAP_NANOS);
    }

    /**
     * Waits for room.
     *
     * @return false if the queue was closed instead, because its reader is gone
     */
    boolean put(Input input) throws InterruptedException {
        int text = text(input);
        long nap = NAP_NANOS;
        while (!closed) {
            if (text == 0 || room.tryAcquire(text)) {
                if (queue.offer(input)) {
                    return true;
                }
                room.release(text);
            }
            nap(nap);
            nap = Math.min(nap * 2, LONGEST_NAP_NANOS);
        }
        return false;
    }

    private static int text(Input input) {
        return input instanceof Input.Received m && m.letter() != null
                ? m.letter().content().length()
                : 0;
    }

    /** Waits for room likewise; an interrupt changes nothing of that and is kept for later. */
    boolean putUninterruptibly(Input input) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return put(input);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Moves what is there to {@code batch}, which is empty; waits a moment where nothing is. For one thread. */
    void take(List<Input> batch, long waitMillis) throws InterruptedException {
        drain(batch, waitMillis);
        came = batch.size();
        for (Input input : batch) {
            int text = text(input);
            if (text > 0) {
                room.release(text);
            }
        }
    }

    private void drain(List<Input> batch, long waitMillis) throws InterruptedException {
        if (queue.drain(batch::add, BATCH) > 0) {
            return;
        }
        rest = came < MANY ? NAP_NANOS : Math.min(rest * 2, longestRest);
        if (came >= MANY) {
            nap(rest);
            if (queue.drain(batch::add, BATCH) > 0) {
                return;
            }
        }
        @Nullable Input first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drain(batch::add, BATCH - 1);
        }
    }

    private static void nap(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(nanos);
    }

    /** Empties it, when nobody puts or takes any more, and answers how many events were left in it. */
    long drain() {
        List<Input> rest = new ArrayList<>();
        queue.drain(rest::add);
        return rest.stream().mapToLong(Input::events).sum();
    }

    int size() {
        return queue.size();
    }

    /** Nobody reads any more: puts return at once. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
