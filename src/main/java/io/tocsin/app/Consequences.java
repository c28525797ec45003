package io.tocsin.app;

import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import java.util.List;
import java.util.function.Consumer;

/** Carries an evaluator's steps to the router and the derived events. Owned by the engine's thread. */
public final class Consequences implements Steps {
    private final Router router;
    private final DerivedEvents derived;
    private final Consumer<DerivedEvent> events;
    private final Consumer<Metric> seen;
    private final Counters counters;
    private final Consumer<Rule> rowSeen;

    /**
     * @param events gets each derived event
     * @param seen told of each event that was evaluated
     * @param counters told of events that are too late, or came before
     */
    public Consequences(
            Router router,
            DerivedEvents derived,
            Consumer<DerivedEvent> events,
            Consumer<Metric> seen,
            Counters counters) {
        this(router, derived, events, seen, counters, rule -> {});
    }

    /** @param rowSeen told of the rule of each row, before anything comes of it */
    Consequences(
            Router router,
            DerivedEvents derived,
            Consumer<DerivedEvent> events,
            Consumer<Metric> seen,
            Counters counters,
            Consumer<Rule> rowSeen) {
        this.rowSeen = rowSeen;
        this.router = router;
        this.derived = derived;
        this.events = events;
        this.seen = seen;
        this.counters = counters;
    }

    @Override
    public boolean passesOver(Rule rule) {
        boolean passed = router.passesOver(rule);
        if (passed) {
            rowSeen.accept(rule);
        }
        return passed;
    }

    @Override
    public void timer(long time, long sequence, List<Row> rows) {
        router.advance(time, sequence);
        rows.forEach(row -> rowSeen.accept(row.rule()));
        router.step(time, sequence, null, rows);
        derived.of(rows).forEach(events);
    }

    @Override
    public void clock(long time, long sequence) {
        router.advance(time, sequence);
    }

    @Override
    public void leap(long time, long sequence) {
        router.leap(time, sequence);
    }

    @Override
    public void event(Metric event, List<Row> rows) {
        seen.accept(event);
        if (!rows.isEmpty()) {
            rows.forEach(row -> rowSeen.accept(row.rule()));
        }
        router.step(event.seen(), event.sequence(), event, rows);
        if (!rows.isEmpty()) {
            derived.of(rows).forEach(events);
        }
    }

    @Override
    public void skipped(SkippedItem reason, List<Metric> events) {
        counters.eventsSkipped(reason, events.size());
    }
}
