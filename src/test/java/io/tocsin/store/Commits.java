package io.tocsin.store;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds commits, of which a test says only what it is about. */
final class Commits {
    private final List<Commit.Outgoing> outgoing = new ArrayList<>();
    private final List<OpenAlert> changed = new ArrayList<>();
    private final List<Commit.Closed> closed = new ArrayList<>();
    private final List<Checkpoint> marks = new ArrayList<>();
    private final List<Commit.Correction> corrections = new ArrayList<>();
    private @Nullable List<Commit.KnownRule> rules;
    private long derived;
    private long horizonStart = ClockState.UNSET;

    static Checkpoint place(long sequence, long clock) {
        return new Checkpoint(sequence, new ClockState(clock, 5, clock + 5));
    }

    static Alert alert(String id) {
        return new Alert(
                id, "alert", "rule", AlertState.FIRING, Severity.INFO, "host", null, 1, 2, 3, 4, "summary", Map.of());
    }

    static DerivedEvent event(long number) {
        return new DerivedEvent("derived", "rule", "me", number, "host", "service", 1.5, 99, 12.25, null, "ctx");
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

    Commits alert(String sink, String id) {
        outgoing.add(new Commit.Outgoing(sink, alert(id), null));
        return this;
    }

    Commits event(String sink, long number) {
        outgoing.add(new Commit.Outgoing(sink, null, event(number)));
        derived = number;
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

    Commits mark(long sequence, long clock) {
        marks.add(place(sequence, clock));
        return this;
    }

    Commits correction(long sequence, long clock) {
        corrections.add(new Commit.Correction(sequence, clock));
        return this;
    }

    Commits rules(Commit.KnownRule... known) {
        rules = List.of(known);
        return this;
    }

    Commits horizonStart(long time) {
        horizonStart = time;
        return this;
    }

    Commit at(long sequence, long clock) {
        return at(place(sequence, clock));
    }

    Commit at(Checkpoint checkpoint) {
        return new Commit(checkpoint, outgoing, changed, closed, derived, marks, corrections, rules, horizonStart);
    }
}
