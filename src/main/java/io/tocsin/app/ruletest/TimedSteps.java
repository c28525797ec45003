package io.tocsin.app.ruletest;

import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.model.SkippedItem;
import io.tocsin.pipeline.evaluate.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Passes steps on, and notes the engine time of the derived events that come of them. */
final class TimedSteps implements Steps {
    private final Steps next;
    private final List<Derived> derived = new ArrayList<>();
    private long now;

    /** A derived event and when it came, epoch ms UTC. */
    record Derived(long time, DerivedEvent event) {}

    /** @param next makes the receiver of the steps, which tells of derived events */
    TimedSteps(Function<Consumer<DerivedEvent>, Steps> next) {
        this.next = next.apply(event -> derived.add(new Derived(now, event)));
    }

    List<Derived> derived() {
        return derived;
    }

    @Override
    public boolean passesOver(Rule rule) {
        return next.passesOver(rule);
    }

    @Override
    public void timer(long time, long sequence, List<Row> rows) {
        now = time;
        next.timer(time, sequence, rows);
    }

    @Override
    public void clock(long time, long sequence) {
        next.clock(time, sequence);
    }

    @Override
    public void leap(long time, long sequence) {
        next.leap(time, sequence);
    }

    @Override
    public void event(Metric event, List<Row> rows) {
        now = event.seen();
        next.event(event, rows);
    }

    @Override
    public void skipped(SkippedItem reason, List<Metric> events) {
        next.skipped(reason, events);
    }
}
