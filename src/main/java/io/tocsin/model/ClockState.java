package io.tocsin.model;

/**
 * The engine's clock and what decides its next step; see the clock's rules in {@code EngineClock}.
 *
 * @param clock engine time, epoch ms UTC, or {@link #UNSET} before the first event
 * @param delay {@code D}: the nearest the clock has ever been to the log, ms, or {@link #UNKNOWN_DELAY}
 * @param logTime {@code L}: the latest log timestamp so far, epoch ms UTC, or {@link #UNSET}
 */
public record ClockState(long clock, long delay, long logTime) {
    /** No event and no timestamp yet. */
    public static final long UNSET = Long.MIN_VALUE;

    /** No event has met a log timestamp yet. */
    public static final long UNKNOWN_DELAY = Long.MAX_VALUE;

    /** Before the first event. */
    public static final ClockState START = new ClockState(UNSET, UNKNOWN_DELAY, UNSET);

    /** How long the log has had no message at a time of the log's, ms; 0 where that is not known. */
    public long quietAt(long time) {
        return logTime == UNSET || time <= logTime ? 0 : time - logTime;
    }

    /** Whether an event has set the clock. */
    public boolean isSet() {
        return clock != UNSET;
    }
}
