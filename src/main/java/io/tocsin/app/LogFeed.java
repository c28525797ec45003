package io.tocsin.app;

import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Brings a stretch of a log to whoever evaluates it: read and decoded on a thread of its own, handed over in order. */
final class LogFeed {
    private static final long WAIT_MS = 100;
    private static final long JOIN_MS = 10_000;

    private final MessageLog log;
    private final String thread;
    private final InputQueue queue = InputQueue.ofReplay();

    /** Takes what comes, on the thread that runs the feed. */
    interface Taker<X extends Exception> {
        void message(Input.Received message) throws X, InterruptedException;

        /** As many as came at once were taken. */
        default void batch() {}
    }

    /** @param thread the name of the thread that reads */
    LogFeed(MessageLog log, String thread) {
        this.log = log;
        this.thread = thread;
    }

    /** Where the receiver puts messages, and what is to be done between two of them. */
    InputQueue queue() {
        return queue;
    }

    /**
     * Feeds messages {@code from} to {@code to}, once. Closing the log ends it early: what was taken in is still handed over.
     *
     * @param receiver puts into the queue what it gets, on the reading thread
     */
    <X extends Exception> void run(long from, long to, Receiver receiver, Taker<X> taker)
            throws LogException, X, InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread source = new Thread(() -> read(from, to, receiver, failure), thread);
        source.setDaemon(true);
        try {
            source.start();
            take(taker);
            source.join(JOIN_MS);
            rethrow(failure.get());
        } finally {
            queue.close();
            source.interrupt();
        }
    }

    private void read(long from, long to, Receiver receiver, AtomicReference<@Nullable Throwable> failure) {
        try {
            log.read(from, to, receiver);
        } catch (LogException | RuntimeException | Error e) {
            failure.set(e); // told by the thread that takes, which would else wait for more
        } catch (InterruptedException e) { // run() interrupts only when nobody asks any more
            failure.set(LogException.interrupted(e));
        } finally {
            queue.putUninterruptibly(new Input.End());
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws LogException {
        if (failure instanceof LogException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private <X extends Exception> void take(Taker<X> taker) throws X, InterruptedException {
        List<Input> batch = new ArrayList<>();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            batch.clear();
            queue.take(batch, WAIT_MS);
            for (Input input : batch) {
                if (input instanceof Input.End) {
                    return;
                }
                if (input instanceof Input.Received m) {
                    taker.message(m);
                } else if (input instanceof Input.Task task) {
                    task.work().run();
                }
            }
            taker.batch();
        }
    }
}
