package io.tocsin.reference;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.evaluate.TestSettings;
import io.tocsin.pipeline.route.Router;
import java.util.ArrayList;
import java.util.List;

/** What the real engine and router make of a stream. */
final class EngineRun implements Steps {
    final List<Fact> facts = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();
    final List<Checkpoint> places = new ArrayList<>();
    long late;
    long future;
    long leaps;
    private final Router router;

    EngineRun(RuleSet rules, List<Input> inputs) {
        Settings settings = TestSettings.minuteOfSilence();
        router = new Router(rules.rules(), this::alert);
        try (Evaluator evaluator = new Evaluator(rules, settings, new Checkpoint(0, ClockState.START), this)) {
            for (Input input : inputs) {
                if (input instanceof Input.Stored m) {
                    evaluator.message(m.sequence(), m.logTime(), m.readings());
                } else if (input instanceof Input.Tick tick) {
                    evaluator.tick(tick.brokerTime());
                }
                places.add(evaluator.position());
            }
            late = evaluator.late();
            future = evaluator.future();
            leaps = evaluator.leaps();
        }
    }

    @Override
    public void timer(long time, long sequence, List<Row> rows) {
        router.advance(time, sequence);
        router.step(time, sequence, null, rows);
        rows.forEach(row -> add(time, true, sequence, row));
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
    public void event(Metric e, List<Row> rows) {
        router.step(e.seen(), e.sequence(), e, rows);
        events.add(new Event(e.host(), e.service(), e.metric(), e.time(), e.seen(), e.sequence()));
        rows.forEach(row -> add(e.seen(), false, e.sequence(), row));
    }

    private void add(long at, boolean timer, long sequence, Row row) {
        if (row.value("metric") instanceof Number metric && row.value("time") instanceof Long time) {
            facts.add(new Fact(
                    row.rule().name(),
                    at,
                    timer,
                    sequence,
                    String.valueOf(row.value("host")),
                    String.valueOf(row.value("service")),
                    metric.doubleValue(),
                    time));
        }
    }

    private void alert(Alert a) {
        changes.add(new Change(
                a.time(),
                a.state().word(),
                a.rule(),
                a.host(),
                a.service(),
                a.startedAt(),
                a.count(),
                a.sequence(),
                a.values().get("metric")));
    }
}
