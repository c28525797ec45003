package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;

/**
 * Where alerts, derived events or dead letters go. One worker thread calls a sink, one call at a time. A sink never retries
 * by itself: it answers, and {@link Dispatcher} decides what follows. One that can have several sends under way is a {@link
 * PipelinedSink}.
 */
public interface Sink extends AutoCloseable {
    /** The sink's name in settings, logs and the outbox. */
    String name();

    /** Sends one alert. Returns within the sink's own time limit and throws nothing but InterruptedException. */
    Outcome send(Alert alert) throws InterruptedException;

    /** Sends one derived event; only sinks that publish take them. */
    default Outcome send(DerivedEvent event) throws InterruptedException {
        return new Outcome.Rejected(name() + " takes alerts only");
    }

    /** Sends one dead letter; only sinks that publish take them. */
    default Outcome send(DeadLetter letter) throws InterruptedException {
        return new Outcome.Rejected(name() + " takes alerts only");
    }

    /** Nothing is sent for now; called from time to time by the worker, so that an unused connection can be closed. */
    default void idle() {}

    /** Releases connections. Called once, after the last send. */
    @Override
    void close();
}
