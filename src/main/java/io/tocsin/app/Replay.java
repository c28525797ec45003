package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.EvaluationCounts;
import io.tocsin.pipeline.evaluate.RuleException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Debug mode: the live run's decoding, engine and routing over a stretch of a log, without store and sinks.
 * The engine is warmed, muted, over what the stretch has before it; at the end no timer is flushed and open alerts stay open.
 */
public final class Replay {
    private final Course course;
    private final Consumer<Alert> alerts;
    private final @Nullable Consumer<ReplayStep> watcher;
    private final LongConsumer progress;
    private final Pace pace;
    private final Counters counters = new Counters();
    private final ReplayFeed feed;
    private final SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();

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
        this.feed = new ReplayFeed(log, course.journal(), counters);
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
        try (ReplayEngine engine = new ReplayEngine(course, stretch, counters, this::count, watcher)) {
            feed.run(stretch, new LogFeed.Taker<>() {
                @Override
                public void message(Input.Received m) throws RuleException, InterruptedException {
                    engine.message(m);
                    if (!engine.isMuted()) {
                        pace.await(engine.position().clock().clock());
                    }
                }

                @Override
                public void batch() {
                    progress.accept(engine.position().sequence());
                }
            });
            if (!feed.isStopped()) {
                engine.finish();
            }
            progress.accept(engine.position().sequence());
            return summary(engine);
        }
    }

    /** Ends the replay where it is; {@link #run} then finishes what was taken in and gives its summary so far. Any thread. */
    public void stop() {
        pace.stop(); // first, as the log waits for its last message to find room before the engine
        feed.stop();
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
