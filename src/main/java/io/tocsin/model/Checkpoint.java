package io.tocsin.model;

/**
 * A place in the log up to which everything has been evaluated. Stored with its consequences it says where to go on;
 * stored as a mark it is a place to rebuild an engine from.
 *
 * @param sequence the last message evaluated, 0 before the first
 * @param clock the clock after it
 * @param origins which derived events of other rule sets were evaluated, as the evaluator writes them; empty for none
 */
public record Checkpoint(long sequence, ClockState clock, String origins) {
    /** A place before which no derived event was evaluated. */
    public Checkpoint(long sequence, ClockState clock) {
        this(sequence, clock, "");
    }
}
