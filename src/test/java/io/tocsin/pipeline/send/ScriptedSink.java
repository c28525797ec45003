package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DerivedEvent;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that answers what the test has put in, then Sent. */
final class ScriptedSink implements Sink {
    final List<String> attempts = new CopyOnWriteArrayList<>();
    final List<String> taken = new CopyOnWriteArrayList<>();
    final Queue<Callable<Outcome>> answers = new ConcurrentLinkedQueue<>();
    private final String name;
    private final List<String> closed;

    ScriptedSink(String name, List<String> closed) {
        this.name = name;
        this.closed = closed;
    }

    ScriptedSink answers(Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            answers.add(() -> outcome);
        }
        return this;
    }

    ScriptedSink then(Callable<Outcome> answer) {
        answers.add(answer);
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome send(Alert alert) throws InterruptedException {
        return take(alert.id());
    }

    @Override
    public Outcome send(DerivedEvent event) throws InterruptedException {
        return take("event " + event.number());
    }

    private Outcome take(String id) throws InterruptedException {
        attempts.add(id);
        Callable<Outcome> answer = answers.poll();
        try {
            Outcome outcome = answer == null ? Outcome.SENT : answer.call();
            if (outcome == Outcome.SENT) {
                taken.add(id);
            }
            return outcome;
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closed.add(name);
    }
}
