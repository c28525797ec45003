package io.tocsin.pipeline.send;

import io.tocsin.pipeline.send.Outbox.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a sink of either kind for an entry; what it throws where it should answer becomes an answer. */
final class Sender {
    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private final Sink sink;

    Sender(Sink sink) {
        this.sink = sink;
    }

    /** How many sends may be under way at once. */
    int window() {
        return sink instanceof PipelinedSink pipelined ? pipelined.window() : 1;
    }

    /** Sends, or begins to. */
    CompletionStage<Outcome> begin(Entry entry) throws InterruptedException {
        try {
            CompletionStage<Outcome> answer = sink instanceof PipelinedSink pipelined
                    ? begin(pipelined, entry)
                    : CompletableFuture.completedFuture(send(entry));
            return answer.exceptionally(this::thrown);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return CompletableFuture.completedFuture(thrown(e));
        }
    }

    private static CompletionStage<Outcome> begin(PipelinedSink sink, Entry entry) {
        if (entry.alert() != null) {
            return sink.begin(entry.alert());
        }
        if (entry.event() != null) {
            return sink.begin(entry.event());
        }
        return entry.letter() != null ? sink.begin(entry.letter()) : CompletableFuture.completedFuture(empty());
    }

    private Outcome send(Entry entry) throws InterruptedException {
        if (entry.alert() != null) {
            return sink.send(entry.alert());
        }
        if (entry.event() != null) {
            return sink.send(entry.event());
        }
        return entry.letter() != null ? sink.send(entry.letter()) : empty();
    }

    private static Outcome empty() {
        return new Outcome.Rejected("the entry is empty");
    }

    private Outcome thrown(Throwable e) {
        log.debug("sink {} throws where it should answer", sink.name(), e);
        return new Outcome.Retry("it throws where it should answer: " + e);
    }
}
