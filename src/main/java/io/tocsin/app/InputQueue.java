package io.tocsin.app;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bounded queue before the engine thread: when it is full, whoever puts waits, and so slows the source down. */
final class InputQueue {
    private static final int CAPACITY = 8192;
    private static final int BATCH = 1024;
    private static final long LOOK_AROUND_MS = 100;

    private final BlockingQueue<Input> queue = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean closed;

    /**
     * Waits for room.
     *
     * @return false if the queue was closed instead, because its reader is gone
     */
    boolean put(Input input) throws InterruptedException {
        while (!closed) {
            if (queue.offer(input, LOOK_AROUND_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** Moves what is there to {@code batch}; waits a moment where nothing is. */
    void take(List<Input> batch, long waitMillis) throws InterruptedException {
        if (queue.drainTo(batch, BATCH) > 0) {
            return;
        }
        @Nullable Input first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
        }
    }

    int size() {
        return queue.size();
    }

    /** Nobody reads any more: puts return at once. */
    void close() {
        closed = true;
    }
}
