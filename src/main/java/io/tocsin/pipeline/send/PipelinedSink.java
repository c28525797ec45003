package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A sink that takes further sends while earlier ones are not answered yet. What is begun first is sent first, but answers
 * come in any order, on any thread, each within the sink's own time limit. One worker thread begins sends.
 */
public interface PipelinedSink extends Sink {
    /** How many sends may be under way at once, at least 1. */
    int window();

    /** Begins to send one alert, without waiting for the receiver. */
    CompletionStage<Outcome> begin(Alert alert);

    /** Begins to send one derived event. */
    CompletionStage<Outcome> begin(DerivedEvent event);

    /** Begins to send one dead letter. */
    CompletionStage<Outcome> begin(DeadLetter letter);

    @Override
    default Outcome send(Alert alert) throws InterruptedException {
        return answer(begin(alert));
    }

    @Override
    default Outcome send(DerivedEvent event) throws InterruptedException {
        return answer(begin(event));
    }

    @Override
    default Outcome send(DeadLetter letter) throws InterruptedException {
        return answer(begin(letter));
    }

    private static Outcome answer(CompletionStage<Outcome> sending) throws InterruptedException {
        try {
            return sending.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
