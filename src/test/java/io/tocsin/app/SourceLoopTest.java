package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.pipeline.consume.LogException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SourceLoopTest {
    private final InputQueue queue = new InputQueue();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Test
    void whyTheEngineHasStoppedIsToldAndNotThatReadingEndedWithIt() throws Exception {
        CountDownLatch closes = new CountDownLatch(1);
        IllegalStateException fullDisk = new IllegalStateException("the disk is full");
        Thread engine = new Thread(() -> {
            queue.close();
            try {
                closes.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw fullDisk;
        });
        engine.setUncaughtExceptionHandler((thread, reason) -> failures.add(reason));
        Thread source = new Thread(new SourceLoop(this::putUntilClosed, queue, engine, failures::add));
        engine.start();
        source.start();
        await().until(() -> queue.isClosed() && (!source.isAlive() || source.getState() == Thread.State.TIMED_WAITING));
        closes.countDown();
        source.join();

        assertThat(failures).first().isSameAs(fullDisk);
    }

    private void putUntilClosed() throws InterruptedException {
        while (queue.put(new Input.End())) {
            // on
        }
        throw new InterruptedException("the engine has stopped");
    }

    @Test
    void anInterruptThatNobodyAskedForIsAReasonWhileTheEngineRuns() {
        new SourceLoop(
                        () -> {
                            throw new InterruptedException();
                        },
                        queue,
                        Thread.currentThread(),
                        failures::add)
                .run();
        assertThat(failures).singleElement().isInstanceOf(LogException.class);
    }

    @Test
    void aLogThatCannotBeReadOnIsAReason() {
        LogException shorter = new LogException("the log is shorter than it was");
        new SourceLoop(
                        () -> {
                            throw shorter;
                        },
                        queue,
                        Thread.currentThread(),
                        failures::add)
                .run();
        assertThat(failures).containsExactly(shorter);
    }
}
