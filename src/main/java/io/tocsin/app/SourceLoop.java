package io.tocsin.app;

import io.tocsin.pipeline.consume.LogException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the log for a service, and tells why nothing more is read; a service that hears nothing must not seem to run. */
final class SourceLoop implements Runnable {
    private static final long ENGINE_ENDS_MS = TimeUnit.SECONDS.toMillis(30);

    private final Reading reading;
    private final InputQueue queue;
    private final Thread engine;
    private final Consumer<Throwable> failed;

    /** Follows the log until it is interrupted, or nobody evaluates what it puts into the queue. */
    interface Reading {
        void read() throws LogException, InterruptedException;
    }

    /**
     * @param engine takes from the queue, and closes it before it tells why it has stopped
     * @param failed gets the reason; the first one counts
     */
    SourceLoop(Reading reading, InputQueue queue, Thread engine, Consumer<Throwable> failed) {
        this.reading = reading;
        this.queue = queue;
        this.engine = engine;
        this.failed = failed;
    }

    @Override
    public void run() {
        try {
            reading.read();
        } catch (LogException e) {
            failed.accept(e);
        } catch (InterruptedException e) { // who closes the service does without the reason
            letEngineTell();
            failed.accept(LogException.interrupted(e));
        }
    }

    /** Where the engine has stopped, that is why reading has ended. */
    private void letEngineTell() {
        try {
            if (queue.isClosed()) {
                engine.join(ENGINE_ENDS_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
