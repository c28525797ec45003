package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clock and engine together: messages and ticks in, steps out of the same call, the same for the same input at any speed,
 * in any time zone and locale. It has no thread, no wall clock and no I/O, and is owned by one thread at a time.
 */
public final class Evaluator implements AutoCloseable {
    private final RuleSet rules;
    private final EvaluatorSettings settings;
    private final EngineClock clock;
    private final RowBuffer buffer = new RowBuffer();
    private Steps steps;
    private @Nullable Engine engine;
    private long sequence;
    private long late;
    private long future;
    private long leaps;

    /**
     * Starts at a place in the log. With a set clock the engine starts at once; else at the first event.
     *
     * @param from the last message before the first that will come
     */
    public Evaluator(RuleSet rules, Settings settings, Checkpoint from, Steps steps) {
        this.rules = rules;
        this.settings = EvaluatorSettings.of(settings);
        this.clock = new EngineClock(this.settings.tolerance(), this.settings.stall(), from.clock());
        this.sequence = from.sequence();
        this.steps = steps;
        if (clock.isSet()) {
            engine = new Engine(rules, clock.clock(), buffer);
        }
    }

    /** From now on steps go here: how a warmed evaluator is unmuted. */
    public void steps(Steps steps) {
        this.steps = steps;
    }

    public RuleSet rules() {
        return rules;
    }

    /** The last message evaluated and the clock after it. */
    public Checkpoint position() {
        return new Checkpoint(sequence, clock.state());
    }

    /** Events dated before the clock. */
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

    /** How often each rule failed on an event, by name. */
    public Map<String, Long> failures() {
        return engine == null ? Map.of() : engine.failures();
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
        boolean ahead = clock.isFuture(r.time());
        clock.event(r.time());
        if (engine == null) {
            engine = new Engine(rules, clock.clock(), buffer);
            flushTimers();
            steps.clock(clock.clock(), sequence);
        } else {
            walk();
        }
        long seen = clock.clock();
        if (ahead) {
            future += r.size();
        }
        if (r.time() < seen && !ahead) {
            late += r.size();
        }
        for (int i = 0; i < r.size(); i++) {
            Metric event = new Metric(
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
            engine.send(event);
            steps.event(event, buffer.take());
        }
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
        walk();
        sequence = checkpoint.sequence();
    }

    /** Brings the engine to the clock: timer by timer, but a leap only for its first stretch. */
    private void walk() {
        if (engine == null && clock.isSet()) {
            engine = new Engine(rules, clock.clock(), buffer);
        }
        Engine e = engine;
        if (e == null || clock.clock() <= e.clock()) {
            return;
        }
        long to = clock.clock();
        if (to - e.clock() > settings.leap()) {
            leaps++;
            e.advance(Math.min(to, e.clock() + Math.max(settings.leap(), settings.horizon())));
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

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
