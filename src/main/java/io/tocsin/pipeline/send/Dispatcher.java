package io.tocsin.pipeline.send;

import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what waits in the outbox to the sinks: one thread for each sink, so that a slow or dead sink delays no other.
 * The one place where sends are tried again. Entries that share an order key are sent in order, each after the one before
 * was taken or set aside; others may overtake each other. An entry that is to be tried again has growing waits of its own
 * and delays no other; a sink that takes nothing is asked with one entry at a time, after growing waits. Set aside is what a
 * sink refuses for good, or does not take for long while it takes others. A sink sees an entry twice only when the program
 * dies between the send and its mark, when power is lost soon after that, or when its answer was lost. Few entries are in memory, however many wait. Safe for any
 * thread.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration SAFETY_POLL = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, SinkWorker> workers = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Sends nothing before {@link #start}.
     *
     * @param sinks closed by this dispatcher, last one first; their names differ
     * @param failures told, with the sink's name, when the outbox begins to fail a worker, once until it works again;
     *     the worker itself goes on trying. Also told when a worker dies. Called on the worker's thread; returns soon
     *     and does not wait for {@link #close}
     */
    public Dispatcher(
            Outbox outbox,
            List<Sink> sinks,
            Settings.Retry retry,
            RandomGenerator random,
            BiConsumer<String, Throwable> failures) {
        this(outbox, sinks, retry, random, failures, Pause.REAL, SAFETY_POLL);
    }

    Dispatcher(
            Outbox outbox,
            List<Sink> sinks,
            Settings.Retry retry,
            RandomGenerator random,
            BiConsumer<String, Throwable> failures,
            Pause pause,
            Duration poll) {
        for (Sink sink : sinks) {
            SinkWorker worker = new SinkWorker(outbox, sink, retry, random, failures, pause, poll, closing);
            if (workers.put(sink.name(), worker) != null) {
                throw new IllegalArgumentException("two sinks are named '" + sink.name() + "'");
            }
        }
    }

    /** Starts the threads; call once. */
    public void start() {
        workers.values().forEach(SinkWorker::start);
    }

    /** Something may have been put into the outbox, for any sink. Cheap and never waits for a sink. */
    public void wake() {
        workers.values().forEach(SinkWorker::wake);
    }

    /** Something was put into the outbox for these sinks alone; call after each commit. Names of others are passed over. */
    public void wake(Set<String> sinks) {
        for (String sink : sinks) {
            SinkWorker worker = workers.get(sink);
            if (worker != null) {
                worker.wake();
            }
        }
    }

    /** Waits until each sink's outbox has been seen empty after this call. @return false when the limit passed first */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        wake();
        for (SinkWorker worker : workers.values()) {
            if (!worker.awaitEmpty(end)) {
                return false;
            }
        }
        return true;
    }

    /** What became of a sink's entries. @throws IllegalArgumentException for an unknown sink */
    public SendCounts counts(String sink) {
        SinkWorker worker = workers.get(sink);
        if (worker == null) {
            throw new IllegalArgumentException("no sink is named '" + sink + "'; there are " + workers.keySet());
        }
        return worker.counts();
    }

    /**
     * Ends the threads, then closes the sinks, last one first. A wait between attempts ends at once; a send under way
     * may end by itself for most of the limit and is interrupted then. What was not sent stays in the outbox. A sink
     * whose thread outlives the limit is reported and left open. Does nothing when called again.
     */
    public synchronized void close(Duration limit) {
        if (closed) {
            return;
        }
        closed = true;
        closing.countDown();
        wake();
        long now = System.nanoTime();
        long end = now + limit.toNanos();
        joinAll(end - limit.toNanos() / 5);
        workers.values().forEach(SinkWorker::interrupt);
        joinAll(end);
        List<SinkWorker> all = new ArrayList<>(workers.values());
        Collections.reverse(all);
        for (SinkWorker worker : all) {
            worker.closeSink();
        }
    }

    /** {@link #close(Duration)} with a limit of 10 s. */
    @Override
    public void close() {
        close(CLOSE_LIMIT);
    }

    private void joinAll(long end) {
        try {
            for (SinkWorker worker : workers.values()) {
                worker.join(end);
            }
        } catch (InterruptedException e) {
            log.warn("closing the sinks was interrupted; what was under way may be sent again");
            Thread.currentThread().interrupt();
        }
    }
}
