package io.tocsin.pipeline.evaluate;

import io.tocsin.model.ClockState;
import io.tocsin.model.Message;

/**
 * The rules by which engine time moves; in ms, never back. With {@code L} a message's log timestamp, made non-decreasing,
 * and {@code D} the nearest the clock has ever been to the log:
 *
 * <ol>
 *   <li>at each message: clock = max(clock, L - D - stall);
 *   <li>at each event: clock = max(clock, t), t being its time, or L for one dated after L + tolerance;
 *   <li>then D = max(0, min(D, L - clock)).
 * </ol>
 *
 * <p>Before the first event there is no clock and rule 1 rests. Without log timestamps rule 2 alone holds, and nothing is
 * clamped. This class only computes: {@link Evaluator} walks the engine to each time it answers.
 */
final class EngineClock {
    private long tolerance;
    private long stall;
    private long clock;
    private long delay;
    private long logTime;

    /** A clock at a place, without limits yet. */
    EngineClock(ClockState from) {
        this.clock = from.clock();
        this.delay = from.delay();
        this.logTime = from.logTime();
    }

    /**
     * Sets the limits, or changes them between two messages.
     *
     * @param tolerance ms
     * @param stall ms
     */
    void limits(long tolerance, long stall) {
        this.tolerance = tolerance;
        this.stall = stall;
    }

    ClockState state() {
        return new ClockState(clock, delay, logTime);
    }

    boolean isSet() {
        return clock != ClockState.UNSET;
    }

    long clock() {
        return clock;
    }

    /** Rule 1, for a message of this log timestamp or {@link Message#NO_TIMESTAMP}. */
    void message(long timestamp) {
        if (timestamp != Message.NO_TIMESTAMP) {
            logTime = Math.max(logTime, timestamp);
            pace(logTime);
        }
    }

    /** A tick at the broker's time: what the next message's rule 1 would do first. */
    void tick(long brokerTime) {
        pace(brokerTime);
    }

    private void pace(long time) {
        if (isSet() && delay != ClockState.UNKNOWN_DELAY) {
            clock = Math.max(clock, time - delay - stall);
        }
    }

    /** Whether an event of this time is dated too far after the log to be believed. */
    boolean isFuture(long time) {
        return logTime != ClockState.UNSET && time > logTime + tolerance;
    }

    /** Rule 2, for an event of the current message. */
    void event(long time) {
        clock = Math.max(clock, isFuture(time) ? logTime : time);
    }

    /** A correction that the journal holds: the clock stood here although no message says so. */
    void correct(long time) {
        clock = Math.max(clock, time);
    }

    /** Goes on from a state that the store holds; never back. */
    void resume(ClockState state) {
        clock = Math.max(clock, state.clock());
        delay = Math.min(delay, state.delay());
        logTime = Math.max(logTime, state.logTime());
    }

    /** Rule 3, at the end of a message. */
    void settle() {
        if (isSet() && logTime != ClockState.UNSET) {
            delay = Math.max(0, Math.min(delay, logTime - clock));
        }
    }
}
