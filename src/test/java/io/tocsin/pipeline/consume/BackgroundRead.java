package io.tocsin.pipeline.consume;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A read on a thread of its own. */
public final class BackgroundRead implements AutoCloseable {
    private final Thread thread;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    public BackgroundRead(MessageLog log, long from, long to, Receiver receiver) {
        thread = new Thread(
                () -> {
                    try {
                        log.read(from, to, receiver);
                        end.complete(null);
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                "test-read");
        thread.start();
    }

    public void interrupt() {
        thread.interrupt();
    }

    public boolean running() {
        return !end.isDone();
    }

    /** Waits for the end of the read: null, or what it threw. */
    public @Nullable Throwable end(Duration limit) throws InterruptedException, TimeoutException {
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
