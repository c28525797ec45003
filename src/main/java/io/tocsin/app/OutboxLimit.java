package io.tocsin.app;

import io.tocsin.observe.Counters;
import io.tocsin.store.StoredOutbox;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the engine up while as much waits to be sent as may: it then takes no more messages, the queue before it fills, and
 * the source waits. Before that, repeats, changes of alerts that have changed since, and notices go. It goes on when a tenth
 * of the limit is free again, so that a slow sink does not stop it at every entry. Entries for sinks that are switched off do
 * not count.
 */
final class OutboxLimit {
    private static final Logger log = LoggerFactory.getLogger(OutboxLimit.class);
    private static final long LOOK_MS = 100;

    private final StoredOutbox outbox;
    private final List<String> sinks;
    private final long limit;
    private final Counters counters;
    private final CountDownLatch closing = new CountDownLatch(1);

    OutboxLimit(StoredOutbox outbox, List<String> sinks, long limit, Counters counters) {
        this.outbox = outbox;
        this.sinks = List.copyOf(sinks);
        this.limit = limit;
        this.counters = counters;
    }

    /** Whether so many entries more reach the limit. Cheap. */
    boolean isReachedWith(long entries) {
        return outbox.waiting(sinks) + entries >= limit;
    }

    /**
     * Makes room where the limit is reached, and waits where there is not enough to spare.
     *
     * @return false if the service closes instead
     */
    boolean awaitRoom() throws InterruptedException {
        if (!isReachedWith(0)) {
            return true;
        }
        long enough = limit - limit / 10;
        makeRoom(outbox.waiting(sinks) - enough);
        if (outbox.waiting(sinks) <= enough) {
            return true;
        }
        counters.outboxFull();
        long start = System.nanoTime();
        log.error(
                "the outbox is full: {} entries wait to be sent ({}; state.outbox is {}). Reading the log waits until some"
                        + " are sent; nothing is lost while the log keeps its messages. Mend the sink, or switch it off in"
                        + " the settings and start again",
                outbox.waiting(sinks),
                bySink(),
                limit);
        while (outbox.waiting(sinks) > enough) {
            if (closing.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        log.info(
                "the outbox has room again after {} s: reading the log goes on",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        return true;
    }

    private void makeRoom(long entries) {
        String before =
                outbox.waiting(sinks) + " entries wait to be sent (" + bySink() + "; state.outbox is " + limit + ")";
        StoredOutbox.Room room = outbox.makeRoom(sinks, entries);
        if (room.repeats() + room.collapsed() + room.notices() > 0) {
            log.error(
                    "the outbox was full: {}. To make room, {} repeats and {} notices were dropped, and {} changes of alerts"
                            + " that have changed since were left out. Mend the sink, or switch it off in the settings and"
                            + " start again",
                    before,
                    room.repeats(),
                    room.notices(),
                    room.collapsed());
        }
    }

    private String bySink() {
        return sinks.stream()
                .filter(sink -> outbox.waiting(List.of(sink)) > 0)
                .map(sink -> sink + " " + outbox.waiting(List.of(sink)))
                .collect(Collectors.joining(", "));
    }

    /** The service closes: nobody waits any more. Safe for any thread. */
    void close() {
        closing.countDown();
    }
}
