package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.SkippedItem;
import io.tocsin.pipeline.evaluate.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows somebody each step together with the changes of alerts it led to. Owned by the engine's thread. */
final class WatchedSteps implements Steps {
    private final Steps steps;
    private final Consumer<ReplayStep> watcher;
    private final List<Alert> alerts = new ArrayList<>();

    WatchedSteps(Steps steps, Consumer<ReplayStep> watcher) {
        this.steps = steps;
        this.watcher = watcher;
    }

    /** A change that follows from the step under way. */
    void alert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void timer(long time, long sequence, List<Row> rows) {
        steps.timer(time, sequence, rows);
        tell(sequence, time, null, null, rows);
    }

    @Override
    public void clock(long time, long sequence) {
        steps.clock(time, sequence);
        tellChanges(time, sequence);
    }

    @Override
    public void leap(long time, long sequence) {
        steps.leap(time, sequence);
        tellChanges(time, sequence);
    }

    @Override
    public void event(Metric event, List<Row> rows) {
        steps.event(event, rows);
        tell(event.sequence(), event.seen(), event, null, rows);
    }

    @Override
    public void skipped(SkippedItem reason, List<Metric> events) {
        steps.skipped(reason, events);
        events.forEach(event -> tell(event.sequence(), event.seen(), event, reason, List.of()));
    }

    /** Changes that came without rows, such as those of deadlines and of rules that took over. */
    void tellChanges(long time, long sequence) {
        if (!alerts.isEmpty()) {
            tell(sequence, time, null, null, List.of());
        }
    }

    private void tell(long sequence, long time, @Nullable Metric event, @Nullable SkippedItem skipped, List<Row> rows) {
        watcher.accept(new ReplayStep(sequence, time, event, skipped, rows, alerts));
        alerts.clear();
    }
}
