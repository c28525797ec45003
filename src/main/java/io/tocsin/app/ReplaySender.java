package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends the alerts of a replay to the sinks of the settings, each before the next one. Nothing is stored: an alert that a
 * sink does not take within a minute ends the replay; one that it refuses for good is counted. {@link #send} is for one
 * thread, {@link #stop} for any.
 */
public final class ReplaySender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Sink> sinks;
    private final Settings.Retry retry;
    private final long patienceNanos;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<String> refusals = new ArrayList<>();
    private long sent;

    /**
     * Connects nowhere before the first alert.
     *
     * @param client the name under which it connects to the log's server
     * @throws IllegalArgumentException if a sink cannot be made of its settings; the message names the key
     */
    public static ReplaySender of(Settings settings, String client) {
        return new ReplaySender(Sinks.alerts(settings, client), settings.sinks().retry(), PATIENCE);
    }

    ReplaySender(List<Sink> sinks, Settings.Retry retry, Duration patience) {
        this.sinks = sinks;
        this.retry = retry;
        this.patienceNanos = patience.toNanos();
    }

    /** The sinks of the settings in words, one each; empty where none is on. */
    public static List<String> sinks(Settings settings) {
        List<String> words = new ArrayList<>();
        Settings.Nats nats = settings.sinks().nats();
        if (nats != null && nats.enabled()) {
            words.add("channel " + nats.channel() + " (sinks.nats)");
        }
        Settings.Email email = settings.sinks().email();
        if (email != null && email.enabled()) {
            words.add("mail to " + String.join(", ", email.to()) + " (sinks.email)");
        }
        return words;
    }

    /**
     * Sends to every sink.
     *
     * @throws SendFailedException if a sink does not take it, or {@link #stop} came first
     */
    public void send(Alert alert) {
        try {
            boolean taken = true;
            for (Sink sink : sinks) {
                taken &= send(sink, alert);
            }
            sent += taken ? 1 : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    /** Answers false where it is refused for good. */
    private boolean send(Sink sink, Alert alert) throws InterruptedException {
        long end = System.nanoTime() + patienceNanos;
        long wait = retry.first().toNanos();
        while (true) {
            Outcome outcome = sink.send(alert);
            if (outcome instanceof Outcome.Sent) {
                return true;
            }
            if (outcome instanceof Outcome.Rejected rejected) {
                refusals.add("sink " + sink.name() + " refuses alert " + alert.id() + ": " + rejected.reason());
                return false;
            }
            String reason =
                    outcome instanceof Outcome.Retry again ? again.reason() : ((Outcome.Unavailable) outcome).reason();
            if (System.nanoTime() + wait > end || stopped.await(wait, TimeUnit.NANOSECONDS)) {
                throw failed("sink " + sink.name() + " does not take alert " + alert.id() + ": " + reason);
            }
            wait = Math.min(wait * 2, Math.max(wait, retry.most().toNanos()));
        }
    }

    private SendFailedException failed(String why) {
        return new SendFailedException(why + "; " + sent + " alerts were sent before it, and none after");
    }

    /** How many alerts every sink has taken. */
    public long sent() {
        return sent;
    }

    /** What sinks have refused for good, a line each. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Waits no longer for a sink that does not take an alert. */
    public void stop() {
        stopped.countDown();
    }

    @Override
    public void close() {
        sinks.forEach(Sink::close);
    }
}
