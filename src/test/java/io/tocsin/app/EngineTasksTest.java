package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Work for the engine's thread is done wholly, or was never begun. */
final class EngineTasksTest {
    private final InputQueue queue = new InputQueue();
    private final EngineTasks tasks = new EngineTasks(queue);
    private final AtomicInteger begun = new AtomicInteger();

    private Input.Task take() throws InterruptedException {
        List<Input> batch = new ArrayList<>();
        while (batch.isEmpty()) {
            queue.take(batch, 1_000);
        }
        return (Input.Task) batch.get(0);
    }

    private CompletableFuture<Throwable> asking(Thread[] asker) {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        asker[0] = new Thread(() -> {
            try {
                tasks.run(begun::incrementAndGet);
                ended.complete(new AssertionError("it was done"));
            } catch (InterruptedException | RuntimeException e) {
                ended.complete(e);
            }
        });
        asker[0].start();
        return ended;
    }

    @Test
    void whatIsGivenUpIsNotDoneLater() throws Exception {
        Thread[] asker = new Thread[1];
        CompletableFuture<Throwable> ended = asking(asker);
        await().until(() -> queue.size() == 1);
        asker[0].interrupt();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        take().work().run();
        assertThat(begun).hasValue(0);
    }

    @Test
    void whatFailsIsToldAndTheEngineGoesOn() throws Exception {
        CompletableFuture<Void> engine = CompletableFuture.runAsync(() -> {
            try {
                take().work().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> tasks.run(() -> {
                    throw new IllegalArgumentException("why");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("why");
        assertThat(engine).succeedsWithin(java.time.Duration.ofSeconds(10));
    }

    @Test
    void whatMustNotBeHalfDoneEndsTheEngine() {
        CompletableFuture<Void> engine = CompletableFuture.runAsync(() -> {
            try {
                take().work().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> tasks.run(() -> EngineTasks.whole(() -> {
                    throw new IllegalArgumentException("why");
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("why");
        assertThat(engine).failsWithin(java.time.Duration.ofSeconds(10));
    }
}
