package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Debug mode: the live run's decoding, engine and routing over a stretch of a log, without store and sinks.
 * The engine starts cold at the first message of the stretch; at its end no timer is flushed and open alerts stay open.
 */
public final class Replay {
    private static final long WAIT_MS = 100;
    private static final long JOIN_MS = 10_000;

    private final Settings settings;
    private final RuleSet rules;
    private final MessageLog log;
    private final Consumer<Alert> alerts;
    private final LongConsumer progress;
    private final Pace pace;
    private final Counters counters = new Counters();
    private final InputQueue queue = new InputQueue();
    private final SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
    private long derivedEvents;

    /**
     * Prepares a replay; {@link #run} does it, once.
     *
     * @param alerts gets each change in order, on the thread that runs the replay
     * @param pace how fast engine time passes
     * @param progress told now and then of the last sequence evaluated
     */
    public Replay(
            Settings settings,
            RuleSet rules,
            MessageLog log,
            Pace pace,
            Consumer<Alert> alerts,
            LongConsumer progress) {
        this.settings = settings;
        this.rules = rules;
        this.log = log;
        this.pace = pace;
        this.alerts = alerts;
        this.progress = progress;
    }

    /**
     * Replays a stretch. {@link #stop} ends it early.
     *
     * @throws LogException if the log cannot be read on
     */
    public ReplaySummary run(Stretch stretch) throws LogException, InterruptedException {
        Router router = new Router(rules.rules(), this::count);
        DerivedEvents derived = new DerivedEvents("replay", 0);
        Consequences consequences = new Consequences(router, derived, event -> derivedEvents++);
        AtomicReference<@Nullable LogException> failure = new AtomicReference<>();
        Thread source = new Thread(() -> read(stretch, failure), "tocsin-source");
        source.setDaemon(true);
        try (Evaluator evaluator =
                new Evaluator(rules, settings, new Checkpoint(stretch.from() - 1, ClockState.START), consequences)) {
            source.start();
            evaluate(evaluator);
            source.join(JOIN_MS);
            LogException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            return summary(evaluator);
        } finally {
            queue.close();
            source.interrupt();
        }
    }

    /** Ends the replay where it is; {@link #run} then finishes what was taken in and gives its summary so far. Any thread. */
    public void stop() {
        log.close();
        pace.stop();
    }

    private void read(Stretch stretch, AtomicReference<@Nullable LogException> failure) {
        try {
            try {
                log.read(stretch.from(), stretch.to(), new Intake(queue, settings.decode(), counters));
            } catch (LogException e) {
                failure.set(e);
            }
            queue.put(new Input.End());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void evaluate(Evaluator evaluator) throws InterruptedException {
        List<Input> batch = new ArrayList<>();
        while (true) {
            batch.clear();
            queue.take(batch, WAIT_MS);
            for (Input input : batch) {
                if (input instanceof Input.End) {
                    progress.accept(evaluator.position().sequence());
                    return;
                }
                if (input instanceof Input.Received m) {
                    evaluator.message(m.sequence(), m.timestamp(), m.readings());
                    pace.await(evaluator.position().clock().clock());
                }
            }
            progress.accept(evaluator.position().sequence());
        }
    }

    private void count(Alert alert) {
        counts.computeIfAbsent(alert.rule(), r -> new TreeMap<>())
                .merge(alert.state().word(), 1L, Long::sum);
        alerts.accept(alert);
    }

    private ReplaySummary summary(Evaluator evaluator) {
        return new ReplaySummary(
                counters.received(),
                counters.decoded(),
                ReplaySummary.skipped(counters),
                counters.items(),
                counters.events(),
                ReplaySummary.skippedItems(counters),
                evaluator.late(),
                evaluator.future(),
                evaluator.leaps(),
                counts,
                derivedEvents,
                evaluator.failures());
    }
}
