package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A sink that answers what the test has put in, first for this alert, then for any; then Sent. */
final class ScriptedSink implements Sink {
    final List<String> attempts = new CopyOnWriteArrayList<>();
    final List<String> taken = new CopyOnWriteArrayList<>();
    final Queue<Callable<Outcome>> answers = new ConcurrentLinkedQueue<>();
    /** What it answers for these alerts whenever it is asked. */
    final Map<String, Outcome> always = new ConcurrentHashMap<>();

    private final Map<String, Queue<Outcome>> answersFor = new ConcurrentHashMap<>();
    private final List<Attempt> timed = new CopyOnWriteArrayList<>();
    private final String name;
    private final List<String> closed;
    private final Pause time;

    private record Attempt(String id, long time) {}

    ScriptedSink(String name, List<String> closed, Pause time) {
        this.name = name;
        this.closed = closed;
        this.time = time;
    }

    ScriptedSink answersFor(String id, Outcome... outcomes) {
        answersFor.put(id, new ConcurrentLinkedQueue<>(List.of(outcomes)));
        return this;
    }

    /** The times between the attempts at one alert. */
    List<Duration> gaps(String id) {
        List<Long> at =
                timed.stream().filter(a -> a.id().equals(id)).map(Attempt::time).toList();
        return gaps(at);
    }

    /** The times between all attempts. */
    List<Duration> gaps() {
        return gaps(timed.stream().map(Attempt::time).toList());
    }

    private static List<Duration> gaps(List<Long> at) {
        return IntStream.range(1, at.size())
                .mapToObj(i -> Duration.ofNanos(at.get(i) - at.get(i - 1)))
                .toList();
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

    @Override
    public Outcome send(DeadLetter letter) throws InterruptedException {
        return take("letter " + letter.sequence());
    }

    private Outcome take(String id) throws InterruptedException {
        attempts.add(id);
        timed.add(new Attempt(id, time.nanoTime()));
        Queue<Outcome> own = answersFor.get(id);
        Outcome next = always.getOrDefault(id, own == null ? null : own.poll());
        Callable<Outcome> answer = next == null ? answers.poll() : () -> next;
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
