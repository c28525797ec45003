package io.tocsin.app;

import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import java.util.List;
import java.util.function.Consumer;

/** Carries an evaluator's steps to the router and the derived events. Owned by the engine's thread. */
final class Consequences implements Steps {
    private final Router router;
    private final DerivedEvents derived;
    private final Consumer<DerivedEvent> events;

    Consequences(Router router, DerivedEvents derived, Consumer<DerivedEvent> events) {
        this.router = router;
        this.derived = derived;
        this.events = events;
    }

    @Override
    public void timer(long time, long sequence, List<Row> rows) {
        router.advance(time, sequence);
        router.step(time, sequence, null, rows);
        derived.of(rows).forEach(events);
    }

    @Override
    public void clock(long time, long sequence) {
        router.advance(time, sequence);
    }

    @Override
    public void event(Metric event, List<Row> rows) {
        router.step(event.seen(), event.sequence(), event, rows);
        if (!rows.isEmpty()) {
            derived.of(rows).forEach(events);
        }
    }
}
