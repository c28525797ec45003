package io.tocsin.app;

import io.tocsin.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Has work done on the engine's thread, between two messages. Work that is given up was not begun. Safe for any thread. */
final class EngineTasks {
    private static final long LIMIT_S = 60;

    /** Work has failed that must be done wholly or not at all. */
    private static final class HalfDoneException extends RuntimeException {
        private static final long serialVersionUID = 1;

        HalfDoneException(RuntimeException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final InputQueue queue;

    EngineTasks(InputQueue queue) {
        this.queue = queue;
    }

    /**
     * Waits until it is done.
     *
     * @throws IllegalStateException if it fails, or the engine does not come to it
     * @throws InterruptedException also if the engine has stopped
     */
    <T> T run(Supplier<T> work) throws InterruptedException {
        CompletableFuture<T> done = new CompletableFuture<>();
        AtomicBoolean claimed = new AtomicBoolean();
        Runnable task = () -> {
            if (!claimed.compareAndSet(false, true)) {
                return; // given up
            }
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
                if (e instanceof HalfDoneException || e instanceof StoreException) {
                    throw e; // what was to be stored is half done: the engine must not go on
                }
            }
        };
        if (!queue.put(new Input.Task(task))) {
            throw new InterruptedException("the engine has stopped");
        }
        try {
            return await(done, claimed);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(String.valueOf(cause.getMessage()), e);
        }
    }

    /** A part of the work that must not be half done: if it fails, so does the engine, and the next start goes by the store. */
    static <T> T whole(Supplier<T> part) {
        try {
            return part.get();
        } catch (RuntimeException e) {
            throw new HalfDoneException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> done, AtomicBoolean claimed)
            throws InterruptedException, ExecutionException {
        try {
            return done.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            if (claimed.compareAndSet(false, true)) {
                throw new IllegalStateException("the engine did not come to it within " + LIMIT_S + " s", e);
            }
        } catch (InterruptedException e) {
            if (claimed.compareAndSet(false, true)) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return done.join(); // it is at it
        }
        return done.get();
    }
}
