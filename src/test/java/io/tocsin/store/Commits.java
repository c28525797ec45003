package io.tocsin.store;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.FeedGap;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Severity;
import io.tocsin.model.SkipReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds commits, of which a test says only what it is about. */
final class Commits {
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Commit.Outgoing> outgoing = new ArrayList<>();
    private final List<OpenAlert> changed = new ArrayList<>();
    private final List<Commit.Closed> closed = new ArrayList<>();
    private final List<Commit.Correction> corrections = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private @Nullable List<Commit.KnownRule> rules;
    private Commit.@Nullable FeedChange feed;
    private long derived;

    static Checkpoint place(long sequence, long clock) {
        return new Checkpoint(sequence, new ClockState(clock, 5, clock + 5));
    }

    static Alert alert(String id) {
        return new Alert(
                id, "alert", "rule", AlertState.FIRING, Severity.INFO, "host", null, 1, 2, 3, 4, "summary", Map.of());
    }

    static DerivedEvent event(long number) {
        return event(number, "host");
    }

    private static DerivedEvent event(long number, String host) {
        return new DerivedEvent("derived", "rule", "me", number, host, "service", 1.5, 99, 12.25, null, "ctx");
    }

    static DeadLetter letter(long sequence) {
        return new DeadLetter(sequence, 12, SkipReason.NOT_JSON, 3, "{\u0000\ud83d\udd25", true, false);
    }

    static OpenAlert open(String rule, String key, Map<String, @Nullable Object> values) {
        return new OpenAlert(
                rule,
                key,
                List.of("host"),
                Severity.WARNING,
                "{host}",
                "alert",
                key,
                null,
                1,
                2,
                3,
                4,
                OpenAlert.NEVER,
                OpenAlert.UNKNOWN,
                5,
                true,
                values);
    }

    /** What waits for a sink, looked at and given back. */
    static List<StoredOutbox.Taken> waiting(Store store, String sink, int limit) {
        List<StoredOutbox.Taken> taken = store.outbox().take(sink, 0, limit);
        store.outbox().giveBack(taken.stream().map(StoredOutbox.Taken::number).toList());
        return taken;
    }

    Commits alert(String sink, String id) {
        return alert(sink, alert(id));
    }

    Commits alert(String sink, Alert alert) {
        outgoing.add(new Commit.Outgoing(sink, alert, null));
        return this;
    }

    Commits history(Alert... changes) {
        alerts.addAll(List.of(changes));
        return this;
    }

    Commits event(String sink, long number) {
        return event(sink, number, "host");
    }

    Commits event(String sink, long number, String host) {
        outgoing.add(new Commit.Outgoing(sink, null, event(number, host)));
        derived = number;
        return this;
    }

    Commits letter(String sink, long sequence) {
        outgoing.add(new Commit.Outgoing(sink, null, null, letter(sequence)));
        return this;
    }

    Commits changed(OpenAlert... alerts) {
        changed.addAll(List.of(alerts));
        return this;
    }

    Commits closed(String rule, String key) {
        closed.add(new Commit.Closed(rule, key));
        return this;
    }

    Commits correction(long sequence, long clock) {
        corrections.add(new Commit.Correction(sequence, clock));
        return this;
    }

    Commits journal(JournalEntry... entries) {
        journal.addAll(List.of(entries));
        return this;
    }

    Commits feed(@Nullable FeedGap gap, List<OpenAlert> held, Commit.Closed... dropped) {
        feed = new Commit.FeedChange(gap, held, List.of(dropped));
        return this;
    }

    Commits rules(Commit.KnownRule... known) {
        rules = List.of(known);
        return this;
    }

    Commit at(long sequence, long clock) {
        return at(place(sequence, clock));
    }

    Commit at(Checkpoint checkpoint) {
        return new Commit(
                checkpoint, alerts, outgoing, changed, closed, derived, corrections, journal, rules, feed, List.of());
    }
}
