package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A pipelined sink whose sends stay under way until the test answers them. */
final class HeldSink implements PipelinedSink {
    private final int window;
    private final List<String> begun = new ArrayList<>();
    private final Map<String, CompletableFuture<Outcome>> underWay = new LinkedHashMap<>();
    private boolean closed;

    HeldSink(int window) {
        this.window = window;
    }

    @Override
    public String name() {
        return "held";
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public CompletionStage<Outcome> begin(Alert alert) {
        return begin(alert.id());
    }

    @Override
    public CompletionStage<Outcome> begin(DerivedEvent event) {
        return begin("event " + event.number());
    }

    @Override
    public CompletionStage<Outcome> begin(DeadLetter letter) {
        return begin("letter " + letter.sequence());
    }

    private synchronized CompletionStage<Outcome> begin(String id) {
        begun.add(id);
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        underWay.put(id, answer);
        return answer;
    }

    /** Everything it was given, in order. */
    synchronized List<String> begun() {
        return List.copyOf(begun);
    }

    synchronized List<String> underWay() {
        return List.copyOf(underWay.keySet());
    }

    void answer(String id, Outcome outcome) {
        CompletableFuture<Outcome> answer;
        synchronized (this) {
            answer = underWay.remove(id);
        }
        if (answer == null) {
            throw new AssertionError(id + " is not under way");
        }
        answer.complete(outcome);
    }

    void answerAll(Outcome outcome) {
        underWay().forEach(id -> answer(id, outcome));
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
