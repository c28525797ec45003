package io.tocsin.pipeline.evaluate;

/**
 * What an evaluator has seen since it was made, what it saw muted included.
 *
 * @param events events evaluated
 * @param late events dated before the clock
 * @param future events dated after the log by more than the tolerance
 * @param leaps steps of the clock too long to be walked
 */
public record EvaluationCounts(long events, long late, long future, long leaps) {
    public static final EvaluationCounts NONE = new EvaluationCounts(0, 0, 0, 0);

    public EvaluationCounts plus(EvaluationCounts other) {
        return new EvaluationCounts(
                events + other.events, late + other.late, future + other.future, leaps + other.leaps);
    }

    public EvaluationCounts minus(EvaluationCounts other) {
        return new EvaluationCounts(
                events - other.events, late - other.late, future - other.future, leaps - other.leaps);
    }
}
