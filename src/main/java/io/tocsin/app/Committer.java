package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the consequences of messages and stores them with the checkpoint: at once when an alert changed or something waits to
 * be sent, else in groups. Owned by the engine's thread.
 */
final class Committer {
    private static final long GROUP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Store store;
    private final List<String> alertSinks;
    private final @Nullable String eventSink;
    private final Consumer<Set<String>> committed;

    private final List<Alert> changes = new ArrayList<>();
    private final List<Commit.Outgoing> outgoing = new ArrayList<>();
    private final List<Commit.Correction> corrections = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final RuleCounts counts;
    private @Nullable List<Commit.KnownRule> rules;
    private long lastCommit = System.nanoTime();
    private long stored;
    private long alerts;

    /**
     * Goes on from a checkpoint.
     *
     * @param counts told of alerts, and stored with what they count
     * @param committed told after each commit which sinks it stored something for
     */
    Committer(
            Store store,
            List<String> alertSinks,
            @Nullable String eventSink,
            Checkpoint from,
            RuleCounts counts,
            Consumer<Set<String>> committed) {
        this.counts = counts;
        this.store = store;
        this.alertSinks = alertSinks;
        this.eventSink = eventSink;
        this.stored = from.sequence();
        this.committed = committed;
    }

    void alert(Alert alert) {
        alerts++;
        counts.alert(alert);
        changes.add(alert);
        alertSinks.forEach(sink -> outgoing.add(new Commit.Outgoing(sink, alert, null)));
    }

    /** Alerts taken since the start of the process. */
    long alerts() {
        return alerts;
    }

    void event(DerivedEvent event) {
        if (eventSink != null) {
            outgoing.add(new Commit.Outgoing(eventSink, null, event));
        }
    }

    void letter(DeadLetter letter) {
        outgoing.add(new Commit.Outgoing(Sinks.DEAD_LETTERS, null, null, letter));
    }

    /** How many entries for the outbox the next commit stores. */
    int pending() {
        return outgoing.size();
    }

    void correction(long sequence, long clock) {
        corrections.add(new Commit.Correction(sequence, clock));
    }

    void journal(JournalEntry entry) {
        journal.add(entry);
    }

    /** From the next commit on the state reflects these rules. */
    void rules(List<Commit.KnownRule> now) {
        rules = now;
    }

    /** Commits when an alert changed or something waits to be sent, or when the group is old enough. */
    void commitIfDue(Checkpoint at, Router router, long derived) {
        boolean waiting = !outgoing.isEmpty() || !changes.isEmpty();
        boolean progress = at.sequence() > stored;
        boolean grouped = System.nanoTime() - lastCommit >= GROUP_NANOS;
        if (waiting || (grouped && (progress || counts.isChanged()))) {
            commit(at, router, derived);
        }
    }

    void commit(Checkpoint at, Router router, long derived) {
        Router.Changes open = router.takeChanges();
        Router.FeedChanges feed = open.feed();
        store.commit(new Commit(
                at,
                List.copyOf(changes),
                List.copyOf(outgoing),
                open.changed(),
                closed(open.closed()),
                derived,
                List.copyOf(corrections),
                List.copyOf(journal),
                rules,
                feed == null ? null : new Commit.FeedChange(feed.gap(), feed.held(), closed(feed.dropped())),
                counts.takeChanges()));
        Set<String> sinks = new HashSet<>();
        outgoing.forEach(o -> sinks.add(o.sink()));
        changes.clear();
        outgoing.clear();
        corrections.clear();
        journal.clear();
        rules = null;
        stored = at.sequence();
        lastCommit = System.nanoTime();
        if (!sinks.isEmpty()) {
            committed.accept(sinks);
        }
    }

    private static List<Commit.Closed> closed(List<Router.RuleAndKey> alerts) {
        return alerts.stream().map(c -> new Commit.Closed(c.rule(), c.key())).toList();
    }
}
