package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.model.SkippedItem;
import java.util.List;

/** What an {@link Evaluator} tells, in order. A step is one event or one timer instant. */
public interface Steps {
    /** Takes nothing: for an engine that is warmed. */
    Steps MUTED = new Steps() {
        @Override
        public void timer(long time, long sequence, List<Row> rows) {}

        @Override
        public void clock(long time, long sequence) {}

        @Override
        public void event(Metric event, List<Row> rows) {}

        @Override
        public boolean passesOver(Rule rule) {
            return true;
        }
    };

    /**
     * Whether a row of this rule, in the step that comes next, would change nothing and so is left out of it. Asked for each
     * row: who says yes has noted the row.
     */
    default boolean passesOver(Rule rule) {
        return false;
    }

    /**
     * Timers gave rows at one instant that are not passed over.
     *
     * @param time the instant, epoch ms UTC
     * @param sequence the last message evaluated before it
     * @param rows at least one, in order of rule, key and text
     */
    void timer(long time, long sequence, List<Row> rows);

    /**
     * The clock stands at {@code time} and every timer up to it has fired.
     *
     * @param sequence the last message evaluated before
     */
    void clock(long time, long sequence);

    /**
     * The clock is about to cross a stretch up to {@code time} that is not walked: of what recurs on the way little is to be
     * told.
     *
     * @param sequence the last message evaluated before
     */
    default void leap(long time, long sequence) {}

    /**
     * One event was evaluated; its time of evaluation is {@code event.seen()}.
     *
     * @param rows what it gave and is not passed over, often nothing, in order of rule, key and text
     */
    void event(Metric event, List<Row> rows);

    /**
     * None of a message's events was evaluated, and it is no sign of life: it is dated longer before the clock than the
     * settings admit, or it is a derived event that was evaluated before.
     *
     * @param events at least one, as they would have been evaluated
     */
    default void skipped(SkippedItem reason, List<Metric> events) {}
}
