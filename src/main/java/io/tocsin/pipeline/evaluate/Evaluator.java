package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import io.tocsin.model.Rule;
import io.tocsin.model.SkippedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clock and engine together: messages and ticks in, steps out of the same call, the same for the same input at any speed,
 * in any time zone and locale. It has no thread, no wall clock and no I/O, and is owned by one thread at a time.
 */
public final class Evaluator implements AutoCloseable {
    private final RuleSet rules;
    private EvaluatorSettings settings;
    private Map<String, Double> tuned;
    private final EngineClock clock;
    private final RowBuffer buffer = new RowBuffer(this::passesOver);
    private final KnownOrigins origins = new KnownOrigins();
    private Steps steps;
    private @Nullable Engine engine;
    private long sequence;
    private long evaluated;
    private long late;
    private long future;
    private long leaps;

    /** Starts at a place in the log, cold. */
    public Evaluator(RuleSet rules, Settings settings, Checkpoint from, Steps steps) {
        this(rules, settings, Mark.empty(from), steps);
    }

    /**
     * Starts at a place in the log, with the last events of the sensors before it. With a set clock the engine starts at
     * once, and {@code steps} is told of these events; else at the first event.
     *
     * @param from the last message before the first that will come
     */
    public Evaluator(RuleSet rules, Settings settings, Mark from, Steps steps) {
        this.rules = rules;
        this.settings = EvaluatorSettings.of(settings, rules.horizon(settings));
        this.tuned = rules.tuned(settings);
        this.clock = new EngineClock(from.at().clock());
        this.clock.limits(this.settings.tolerance(), this.settings.stall());
        this.sequence = from.at().sequence();
        this.steps = steps;
        origins.restore(from.at().origins());
        if (clock.isSet()) {
            preload(from.lastEvents());
            sequence = from.at().sequence();
            leaps = 0;
        }
    }

    private void preload(List<Metric> events) {
        long start = events.isEmpty() ? clock.clock() : events.get(0).seen();
        Engine e = new Engine(rules, start, tuned, buffer);
        engine = e;
        for (Metric event : events) {
            walk(event.seen());
            sequence = event.sequence();
            e.send(event);
            steps.event(event, buffer.take());
        }
        walk();
    }

    /** From now on steps go here: how a warmed evaluator is unmuted. */
    public void steps(Steps steps) {
        this.steps = steps;
    }

    private boolean passesOver(Rule rule) {
        return steps.passesOver(rule);
    }

    /** From the next message on these settings decide what events mean, how the clock moves and what variables hold. */
    public void settings(Settings now) {
        settings = EvaluatorSettings.of(now, rules.horizon(now));
        clock.limits(settings.tolerance(), settings.stall());
        tuned = rules.tuned(now);
        if (engine != null) {
            engine.tune(tuned);
        }
    }

    public RuleSet rules() {
        return rules;
    }

    /** The last message evaluated and the clock after it. */
    public Checkpoint position() {
        return new Checkpoint(sequence, clock.state(), origins.state());
    }

    /** Events dated before the clock, and evaluated all the same. */
    public long late() {
        return late;
    }

    /** Events dated after the log by more than the tolerance. */
    public long future() {
        return future;
    }

    /** Steps of the clock too long to be walked. */
    public long leaps() {
        return leaps;
    }

    /** These and the events evaluated, together. */
    public EvaluationCounts counts() {
        return new EvaluationCounts(evaluated, late, future, leaps);
    }

    /** How often each rule failed on an event, by name. */
    public Map<String, Long> failures() {
        return engine == null ? Map.of() : engine.failures();
    }

    /**
     * How many events, groups and the like each statement holds, by its name or, without one, its place. Takes milliseconds
     * where windows are many, as by {@code groupwin} or a keyed context.
     */
    public Map<String, Long> held() {
        return engine == null ? Map.of() : engine.held();
    }

    /**
     * Evaluates a message.
     *
     * @param number its sequence, greater than any before
     * @param timestamp when the log stored it, epoch ms UTC, or {@code Message.NO_TIMESTAMP}
     * @param readings what it holds, or null where it was skipped
     */
    public void message(long number, long timestamp, @Nullable Readings readings) {
        clock.message(timestamp);
        walk();
        if (readings != null && readings.size() > 0) {
            events(number, readings);
        }
        clock.settle();
        sequence = number;
    }

    private void events(long number, Readings r) {
        if (r.origin() != null && !origins.add(r.origin())) {
            steps.skipped(SkippedItem.DUPLICATE, metrics(number, r, clock.clock()));
            return;
        }
        boolean ahead = clock.isFuture(r.time());
        clock.event(r.time());
        if (engine == null) {
            engine = new Engine(rules, clock.clock(), tuned, buffer);
            flushTimers();
            steps.clock(clock.clock(), sequence);
        } else {
            walk();
        }
        long seen = clock.clock();
        if (seen - r.time() > settings.maxLate()) {
            steps.skipped(SkippedItem.TOO_LATE, metrics(number, r, seen));
            return;
        }
        if (ahead) {
            future += r.size();
        }
        if (r.time() < seen && !ahead) {
            late += r.size();
        }
        for (int i = 0; i < r.size(); i++) {
            Metric event = metric(number, r, i, seen);
            engine.send(event);
            evaluated++;
            steps.event(event, buffer.take());
        }
    }

    private List<Metric> metrics(long number, Readings r, long seen) {
        List<Metric> events = new ArrayList<>();
        for (int i = 0; i < r.size(); i++) {
            events.add(metric(number, r, i, seen));
        }
        return events;
    }

    private Metric metric(long number, Readings r, int i, long seen) {
        return new Metric(
                r.host(),
                r.services()[i],
                r.values()[i],
                r.time(),
                seen,
                settings.ttl(r.services()[i], r.context()),
                r.longitude(),
                r.latitude(),
                r.context(),
                number);
    }

    /**
     * Moves the clock on while the log is quiet.
     *
     * @param brokerTime a time at which everything stored had been evaluated, epoch ms UTC
     */
    public void tick(long brokerTime) {
        clock.tick(brokerTime);
        walk();
    }

    /**
     * Puts the clock where it stood although no message says so: at a checkpoint after a tick, or where the journal holds a
     * correction.
     *
     * @param time epoch ms UTC; not after the clock: nothing happens
     */
    public void correct(long time) {
        if (clock.isSet()) {
            clock.correct(time);
            walk();
        }
    }

    /**
     * Takes over the state of a checkpoint once everything up to it has been fed: what of the log is no longer kept may have
     * left the clock behind.
     */
    public void resume(Checkpoint checkpoint) {
        clock.resume(checkpoint.clock());
        if (!checkpoint.origins().isEmpty()) {
            origins.restore(checkpoint.origins());
        }
        walk();
        sequence = checkpoint.sequence();
    }

    /** Brings the engine to the clock. */
    private void walk() {
        if (engine == null && clock.isSet()) {
            engine = new Engine(rules, clock.clock(), tuned, buffer);
        }
        walk(clock.clock());
    }

    /** Brings the engine to a time: timer by timer, but a leap only for its first stretch. */
    private void walk(long to) {
        Engine e = engine;
        if (e == null || to <= e.clock()) {
            return;
        }
        if (to - e.clock() > settings.leap()) {
            leaps++;
            e.advance(Math.min(to, e.clock() + Math.max(settings.leap(), settings.horizon())));
            flushTimers();
            steps.clock(e.clock(), sequence);
            steps.leap(to, sequence);
            e.leap(to);
        } else {
            e.advance(to);
        }
        flushTimers();
        steps.clock(to, sequence);
    }

    private void flushTimers() {
        buffer.forEachInstant((time, rows) -> steps.timer(time, sequence, rows));
    }

    /** Called by the thread that has run it, before another thread runs or closes it: this one then keeps nothing of it. */
    public void leaveThread() {
        if (engine != null) {
            engine.leaveThread();
        }
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
