package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.DerivedEvent;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import io.tocsin.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects the consequences of messages and stores them with the checkpoint: at once when something waits to be sent, else
 * in groups. Owned by the engine's thread.
 */
final class Committer {
    private static final long GROUP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MARK_CLOCK_MS = 10_000;
    private static final long MARK_MESSAGES = 10_000;

    private final Store store;
    private final List<String> alertSinks;
    private final @Nullable String eventSink;
    private final long horizon;
    private final Runnable committed;

    private final List<Commit.Outgoing> outgoing = new ArrayList<>();
    private final List<Checkpoint> marks = new ArrayList<>();
    private final List<Commit.Correction> corrections = new ArrayList<>();
    private @Nullable List<Commit.KnownRule> rules;
    private Checkpoint lastMark;
    private long lastCommit = System.nanoTime();
    private long stored;

    /**
     * Goes on from a checkpoint.
     *
     * @param horizon ms before the checkpoint that must stay rebuildable
     * @param committed told after each commit that stored something to send
     */
    Committer(
            Store store,
            List<String> alertSinks,
            @Nullable String eventSink,
            long horizon,
            Checkpoint from,
            Runnable committed) {
        this.store = store;
        this.alertSinks = alertSinks;
        this.eventSink = eventSink;
        this.horizon = horizon;
        this.lastMark = from;
        this.stored = from.sequence();
        this.committed = committed;
    }

    void alert(Alert alert) {
        alertSinks.forEach(sink -> outgoing.add(new Commit.Outgoing(sink, alert, null)));
    }

    void event(DerivedEvent event) {
        if (eventSink != null) {
            outgoing.add(new Commit.Outgoing(eventSink, null, event));
        }
    }

    void correction(long sequence, long clock) {
        corrections.add(new Commit.Correction(sequence, clock));
    }

    /** From the next commit on the state reflects these rules. */
    void rules(List<Commit.KnownRule> now) {
        rules = now;
    }

    /** A message was evaluated, and this is the place behind it. */
    void passed(Checkpoint place) {
        boolean due = place.sequence() - lastMark.sequence() >= MARK_MESSAGES
                || (place.clock().isSet()
                        && (!lastMark.clock().isSet()
                                || place.clock().clock() - lastMark.clock().clock() >= MARK_CLOCK_MS));
        if (due) {
            marks.add(place);
            lastMark = place;
        }
    }

    /** Commits when something waits to be sent, or when the group is old enough. */
    void commitIfDue(Checkpoint at, Router router, long derived) {
        boolean waiting = !outgoing.isEmpty() || rules != null;
        boolean progress = at.sequence() > stored;
        if (waiting || (progress && System.nanoTime() - lastCommit >= GROUP_NANOS)) {
            commit(at, router, derived);
        }
    }

    void commit(Checkpoint at, Router router, long derived) {
        Router.Changes changes = router.takeChanges();
        store.commit(new Commit(
                at,
                List.copyOf(outgoing),
                changes.changed(),
                changes.closed().stream()
                        .map(c -> new Commit.Closed(c.rule(), c.key()))
                        .toList(),
                derived,
                List.copyOf(marks),
                List.copyOf(corrections),
                rules,
                at.clock().isSet() ? at.clock().clock() - horizon : ClockState.UNSET));
        boolean toSend = !outgoing.isEmpty();
        outgoing.clear();
        marks.clear();
        corrections.clear();
        rules = null;
        stored = at.sequence();
        lastCommit = System.nanoTime();
        if (toSend) {
            committed.run();
        }
    }
}
