package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.streaming.SubscriptionOptions;
import io.tocsin.nats.ConnectFailedException;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks now and then, without blocking the reader, how far the log has come: the monitoring port each second, or where
 * there is none (or it is down) a probe every {@code probeEvery}. One for each streaming session.
 */
final class Watch {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final long LOOK_EVERY = 1_000_000_000L;
    private static final long PROBE_LIMIT = 2_000_000_000L;

    private final @Nullable Monitor monitor;
    private final ExecutorService executor;
    private final Link link;
    private final long probeEvery;

    private @Nullable CompletableFuture<Monitor.Snapshot> looking;
    private @Nullable Probe probe;
    private long lookedAt;
    private long probedAt;
    private long expectedThen;
    private boolean monitorDown;

    Watch(@Nullable Monitor monitor, ExecutorService executor, Link link, long probeEveryNanos) {
        this.monitor = monitor;
        this.executor = executor;
        this.link = link;
        this.probeEvery = probeEveryNanos;
        this.lookedAt = System.nanoTime();
        this.probedAt = lookedAt;
    }

    /**
     * What is known of the log since the last call.
     *
     * @param expectedThen the reader's next sequence when the question was asked
     * @param snapshot from the monitoring port, or null
     * @param last the last sequence stored
     */
    record Answer(long expectedThen, Monitor.@Nullable Snapshot snapshot, long last) {}

    /** Whether there is a monitoring port, and it works. */
    boolean hasMonitor() {
        return monitor != null && !monitorDown;
    }

    @Nullable
    Answer ask(long expected) throws ConnectFailedException, InterruptedException {
        Answer answer = monitor == null ? null : look(monitor, expected);
        return answer == null && !hasMonitor() ? probe(expected) : answer;
    }

    private @Nullable Answer look(Monitor monitor, long expected) {
        CompletableFuture<Monitor.Snapshot> running = looking;
        if (running == null) {
            if (System.nanoTime() - lookedAt >= LOOK_EVERY) {
                lookedAt = System.nanoTime();
                expectedThen = expected;
                looking = CompletableFuture.supplyAsync(() -> lookNow(monitor), executor);
            }
            return null;
        }
        if (!running.isDone()) {
            return null;
        }
        looking = null;
        try {
            Monitor.Snapshot snapshot = running.join();
            monitorDown = false;
            return new Answer(expectedThen, snapshot, snapshot.last());
        } catch (CompletionException e) {
            if (!monitorDown) {
                monitorDown = true;
                Throwable cause = e.getCause() == null ? e : e.getCause();
                log.warn("The monitoring port does not answer ({}); going on without it", cause.toString());
            }
            return null;
        }
    }

    private static Monitor.Snapshot lookNow(Monitor monitor) {
        try {
            return monitor.look();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private @Nullable Answer probe(long expected) throws ConnectFailedException, InterruptedException {
        long now = System.nanoTime();
        Probe running = probe;
        if (running == null) {
            if (now - probedAt >= probeEvery) {
                probedAt = now;
                expectedThen = expected;
                probe = link.probe(new SubscriptionOptions.Builder().startWithLastReceived());
            }
            return null;
        }
        OptionalLong last = running.await(0);
        if (last.isEmpty() && now - probedAt < PROBE_LIMIT) {
            return null;
        }
        probe = null;
        running.close();
        // An empty channel does not answer either, so silence proves nothing.
        return last.isEmpty() ? null : new Answer(expectedThen, null, last.getAsLong());
    }
}
