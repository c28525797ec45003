package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.EvaluationCounts;
import io.tocsin.pipeline.evaluate.RuleException;
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
 * The engine is warmed, muted, over what the stretch has before it; at the end no timer is flushed and open alerts stay open.
 */
public final class Replay {
    private static final long WAIT_MS = 100;
    private static final long JOIN_MS = 10_000;

    private final Course course;
    private final MessageLog log;
    private final Consumer<Alert> alerts;
    private final @Nullable Consumer<ReplayStep> watcher;
    private final LongConsumer progress;
    private final Pace pace;
    private final Counters counters = new Counters();
    private final InputQueue queue = new InputQueue();
    private final SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
    private volatile boolean stopped;

    /**
     * Prepares a replay; {@link #run} does it, once.
     *
     * @param alerts gets each change in order, on the thread that runs the replay
     * @param pace how fast engine time passes
     * @param progress told now and then of the last sequence evaluated
     */
    public Replay(Course course, MessageLog log, Pace pace, Consumer<Alert> alerts, LongConsumer progress) {
        this(course, log, pace, alerts, null, progress);
    }

    /**
     * Prepares a replay that somebody watches.
     *
     * @param watcher gets each step in order, after its changes of alerts have come, on the thread that runs the replay; or
     *     null
     */
    public Replay(
            Course course,
            MessageLog log,
            Pace pace,
            Consumer<Alert> alerts,
            @Nullable Consumer<ReplayStep> watcher,
            LongConsumer progress) {
        this.course = course;
        this.log = log;
        this.pace = pace;
        this.alerts = alerts;
        this.watcher = watcher;
        this.progress = progress;
    }

    /**
     * Replays a stretch. {@link #stop} ends it early.
     *
     * @throws LogException if the log cannot be read on
     * @throws RuleException if rules of the journal are no longer accepted
     */
    public ReplaySummary run(Stretch stretch) throws LogException, RuleException, InterruptedException {
        AtomicReference<@Nullable LogException> failure = new AtomicReference<>();
        Thread source = new Thread(() -> read(stretch, failure), "tocsin-source");
        source.setDaemon(true);
        try (ReplayEngine engine = new ReplayEngine(course, stretch, counters, this::count, watcher)) {
            source.start();
            evaluate(engine);
            source.join(JOIN_MS);
            LogException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            return summary(engine);
        } finally {
            queue.close();
            source.interrupt();
        }
    }

    /** Ends the replay where it is; {@link #run} then finishes what was taken in and gives its summary so far. Any thread. */
    public void stop() {
        stopped = true;
        pace.stop(); // first, as the log waits for its last message to find room before the engine
        log.close();
    }

    private void read(Stretch stretch, AtomicReference<@Nullable LogException> failure) {
        try {
            try {
                log.read(stretch.warm(), stretch.to(), new ReplayIntake(queue, course.journal(), stretch, counters));
            } catch (LogException e) {
                failure.set(e);
            }
            queue.put(new Input.End());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void evaluate(ReplayEngine engine) throws RuleException, InterruptedException {
        List<Input> batch = new ArrayList<>();
        while (true) {
            batch.clear();
            queue.take(batch, WAIT_MS);
            for (Input input : batch) {
                if (input instanceof Input.End) {
                    if (!stopped) {
                        engine.finish();
                    }
                    progress.accept(engine.position().sequence());
                    return;
                }
                if (input instanceof Input.Received m) {
                    engine.message(m);
                    if (!engine.isMuted()) {
                        pace.await(engine.position().clock().clock());
                    }
                }
            }
            progress.accept(engine.position().sequence());
        }
    }

    private void count(Alert alert) {
        counts.computeIfAbsent(alert.rule(), r -> new TreeMap<>())
                .merge(alert.state().word(), 1L, Long::sum);
        alerts.accept(alert);
    }

    private ReplaySummary summary(ReplayEngine engine) {
        EvaluationCounts evaluated = engine.counts();
        return new ReplaySummary(
                counters.received(),
                counters.decoded(),
                CountLines.skipped(counters),
                counters.items(),
                counters.events(),
                CountLines.skippedItems(counters),
                evaluated.late(),
                evaluated.future(),
                evaluated.leaps(),
                counts,
                engine.derivedEvents(),
                course.basis(),
                engine.failures());
    }
}
