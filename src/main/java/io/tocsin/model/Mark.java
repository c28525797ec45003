package io.tocsin.model;

import java.util.List;

/**
 * A place to rebuild an engine from: what comes before it in the log need not be read again.
 *
 * @param at the last message evaluated and the clock after it
 * @param lastEvents the last event of each sensor up to there, in the order of their evaluation
 */
public record Mark(Checkpoint at, List<Metric> lastEvents) {
    public Mark {
        lastEvents = List.copyOf(lastEvents);
    }

    /** A place without a past. */
    public static Mark empty(Checkpoint at) {
        return new Mark(at, List.of());
    }
}
