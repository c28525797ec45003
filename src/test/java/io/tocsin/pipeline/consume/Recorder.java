package io.tocsin.pipeline.consume;

import io.tocsin.model.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A receiver that keeps what it gets, as text: {@code 17 body}, {@code evicted 1-3}. */
public final class Recorder implements Receiver {
    private final List<String> got = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Long> caughtUp = new ArrayList<>();
    private final List<Long> unreachable = new ArrayList<>();
    private final Receiver then;
    private long unreachableAt;

    public Recorder() {
        this(message -> {});
    }

    /** Hands each message on after having kept it; that may block. */
    public Recorder(Receiver then) {
        this.then = then;
    }

    @Override
    public void message(Message message) throws InterruptedException {
        synchronized (this) {
            messages.add(message);
            got.add(message.sequence() + " " + new String(message.data(), StandardCharsets.UTF_8));
        }
        then.message(message);
    }

    @Override
    public synchronized void evicted(long from, long to) {
        got.add("evicted " + from + "-" + to);
    }

    @Override
    public synchronized void caughtUp(long brokerTime) {
        caughtUp.add(brokerTime);
    }

    @Override
    public synchronized void unreachable(long millis, long brokerTime) {
        unreachable.add(millis);
        unreachableAt = brokerTime;
    }

    public synchronized List<String> got() {
        return List.copyOf(got);
    }

    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    public synchronized List<Long> timesCaughtUp() {
        return List.copyOf(caughtUp);
    }

    /** The broker's time as far as it was known when that was said last. */
    public synchronized long unreachableAt() {
        return unreachableAt;
    }

    /** For how many ms it was out of reach, each time that it was said. */
    public synchronized List<Long> timesUnreachable() {
        return List.copyOf(unreachable);
    }
}
