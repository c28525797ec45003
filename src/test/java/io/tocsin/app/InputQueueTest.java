package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.DeadLetter;
import io.tocsin.model.SkipReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputQueueTest {
    private static final int LETTER = 60 * 1024;
    private static final int MOST_TEXT = 8 * 1024 * 1024;

    private final InputQueue queue = new InputQueue();
    private final AtomicInteger put = new AtomicInteger();
    private final Thread source = new Thread(this::fill, "source");

    private static Input.Received skipped(long sequence) {
        return new Input.Received(
                sequence,
                0,
                null,
                new DeadLetter(sequence, 0, SkipReason.NOT_JSON, LETTER, "x".repeat(LETTER), true, false));
    }

    private void fill() {
        try {
            for (long sequence = 1; queue.put(skipped(sequence)); sequence++) {
                put.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        queue.close();
        source.join();
    }

    @Test
    void theTextOfDeadLettersIsBoundedAndTakingMakesRoom() throws Exception {
        int most = MOST_TEXT / LETTER;
        source.start();
        await().until(() -> put.get() == most && source.getState() == Thread.State.TIMED_WAITING);
        assertThat(queue.size()).isEqualTo(most);

        for (int round = 1; round < 4; round++) {
            List<Input> batch = new ArrayList<>();
            while (batch.isEmpty()) {
                queue.take(batch, 100);
            }
            int total = put.get();
            assertThat(batch.size()).isBetween(1, most);
            await().until(() -> queue.size() == most);
            assertThat(put.get()).isGreaterThanOrEqualTo(total);
        }
    }

    @Test
    void whoWaitsForRoomLearnsThatNobodyReadsAnyMore() throws Exception {
        source.start();
        await().until(() -> queue.size() == MOST_TEXT / LETTER);
        queue.close();
        source.join(10_000);
        assertThat(source.isAlive()).isFalse();
    }

    @Test
    void anEngineThatIsWarmedGetsNoLetter() {
        Input.Received input = skipped(3);
        assertThat(input.withoutLetter()).isEqualTo(new Input.Received(3, 0, null));
    }
}
