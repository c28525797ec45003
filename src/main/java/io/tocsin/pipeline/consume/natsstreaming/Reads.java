package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.pipeline.consume.LogException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reads of one log that are running, each with a client id of its own, and how they are ended together. */
final class Reads {
    private static final Logger log = LoggerFactory.getLogger(Reads.class);
    private static final long CLOSE_WAIT = TimeUnit.SECONDS.toNanos(10);
    private static final long INTERRUPT_AGAIN_MS = 2_000;

    private final String clientId;
    private final Map<Integer, Thread> running = new HashMap<>();
    private boolean closed;

    Reads(String clientId) {
        this.clientId = clientId;
    }

    interface Read {
        void run(String clientId) throws LogException, InterruptedException;
    }

    interface Question<T> {
        T ask(String clientId) throws LogException, InterruptedException;
    }

    /** Runs a read on this thread; {@link #close} makes it return early. */
    void run(Read read) throws LogException, InterruptedException {
        int slot = enter();
        if (slot < 0) {
            return;
        }
        try {
            read.run(slot == 1 ? clientId : clientId + "-" + slot);
        } catch (InterruptedException e) {
            if (!isClosed()) {
                throw e;
            }
        } finally {
            leave(slot);
        }
    }

    /** A client id that nobody else has, for a question that fences nobody. */
    <T> T asProbe(Question<T> question) throws LogException, InterruptedException {
        return question.ask(clientId + "-probe-" + UUID.randomUUID().toString().substring(0, 8));
    }

    private synchronized int enter() {
        if (closed) {
            return -1;
        }
        int slot = 1;
        while (running.containsKey(slot)) {
            slot++;
        }
        running.put(slot, Thread.currentThread());
        return slot;
    }

    private synchronized void leave(int slot) {
        running.remove(slot);
        if (closed) {
            Thread.interrupted(); // it was close() that interrupted
        }
        notifyAll();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends every read by an interrupt of its thread and waits for them. The client library swallows some: then again. */
    synchronized void close() {
        closed = true;
        running.values().forEach(Thread::interrupt);
        long end = System.nanoTime() + CLOSE_WAIT;
        boolean interrupted = false;
        while (!running.isEmpty() && !running.containsValue(Thread.currentThread())) {
            long leftMs = (end - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                log.warn("A read of the log did not end within ten seconds of closing");
                break;
            }
            try {
                wait(Math.min(leftMs, INTERRUPT_AGAIN_MS));
                running.values().forEach(Thread::interrupt);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
