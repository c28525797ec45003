package io.tocsin.pipeline.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.MessageLog.Bounds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link MessageLog} promises; one subclass for each implementation. */
public abstract class MessageLogContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A log that holds exactly these messages, sequences from 1; closed by the test. */
    protected abstract MessageLog log(List<byte[]> messages) throws Exception;

    /** Whether messages carry the time the log stored them at. */
    protected abstract boolean keepsTimestamps();

    /** Whether a read that follows the log returns at its end, as of a file. */
    protected abstract boolean ends();

    private MessageLog logOf(int messages) throws Exception {
        return log(IntStream.rangeClosed(1, messages)
                .mapToObj(i -> ("body " + i).getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    private static List<String> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + " body " + i).toList();
    }

    @Test
    void deliversEveryMessageInOrder() throws Exception {
        try (MessageLog log = logOf(5_000)) {
            Recorder recorder = new Recorder();
            log.read(1, 5_000, recorder);
            assertThat(recorder.got()).isEqualTo(lines(1, 5_000));
        }
    }

    @Test
    void boundsAreTheFirstAndLastSequence() throws Exception {
        try (MessageLog log = logOf(7)) {
            assertThat(log.bounds()).isEqualTo(new Bounds(1, 7));
        }
    }

    @Test
    void anEmptyLogEndsBeforeItsFirstMessage() throws Exception {
        try (MessageLog log = logOf(0)) {
            assertThat(log.bounds()).isEqualTo(new Bounds(1, 0));
        }
    }

    @Test
    void fromAndToAreInclusive() throws Exception {
        try (MessageLog log = logOf(9)) {
            Recorder recorder = new Recorder();
            log.read(3, 6, recorder);
            assertThat(recorder.got()).isEqualTo(lines(3, 6));
        }
    }

    @Test
    void oneMessageCanBeRead() throws Exception {
        try (MessageLog log = logOf(3)) {
            Recorder recorder = new Recorder();
            log.read(3, 3, recorder);
            assertThat(recorder.got()).isEqualTo(lines(3, 3));
        }
    }

    @Test
    void anEmptyBodyIsAMessage() throws Exception {
        try (MessageLog log = log(List.of(new byte[] {'a'}, new byte[0], new byte[] {'b'}))) {
            Recorder recorder = new Recorder();
            log.read(1, 3, recorder);
            assertThat(recorder.got()).containsExactly("1 a", "2 ", "3 b");
        }
    }

    @Test
    void readingAgainDeliversTheSameMessagesWithTheSameTimestamps() throws Exception {
        try (MessageLog log = logOf(50)) {
            Recorder once = new Recorder();
            log.read(1, 50, once);
            Recorder again = new Recorder();
            log.read(21, 50, again);
            assertThat(again.got()).isEqualTo(once.got().subList(20, 50));
            assertThat(again.messages().stream().map(Message::timestamp))
                    .containsExactlyElementsOf(once.messages().subList(20, 50).stream()
                            .map(Message::timestamp)
                            .toList());
        }
    }

    @Test
    void timestampsAreThoseOfTheLogOrNone() throws Exception {
        long before = System.currentTimeMillis();
        try (MessageLog log = logOf(3)) {
            Recorder recorder = new Recorder();
            log.read(1, 3, recorder);
            long after = System.currentTimeMillis();
            assertThat(recorder.messages()).allSatisfy(message -> {
                if (keepsTimestamps()) {
                    assertThat(message.timestamp()).isBetween(before, after);
                } else {
                    assertThat(message.timestamp()).isEqualTo(Message.NO_TIMESTAMP);
                }
            });
        }
    }

    @Test
    void aBlockedReceiverGetsNothingMoreUntilItReturns() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder(message -> {
            if (message.sequence() == 2) {
                blocked.countDown();
                gate.await();
            }
        });
        try (MessageLog log = logOf(100);
                BackgroundRead read = new BackgroundRead(log, 1, 100, recorder)) {
            blocked.await();
            await().during(Duration.ofMillis(300))
                    .atMost(LIMIT)
                    .until(() -> recorder.got().size() == 2);
            gate.countDown();
            assertThat(read.end(LIMIT)).isNull();
            assertThat(recorder.got()).isEqualTo(lines(1, 100));
        }
    }

    @Test
    void interruptingTheReadingThreadStopsTheRead() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        Receiver stuck = message -> {
            blocked.countDown();
            new CountDownLatch(1).await();
        };
        try (MessageLog log = logOf(10);
                BackgroundRead read = new BackgroundRead(log, 1, 10, stuck)) {
            blocked.await();
            read.interrupt();
            assertThat(read.end(LIMIT)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    @SuppressWarnings("try") // closed early: that is what is tested
    void closingTheLogEndsItsReads() throws Exception {
        try (MessageLog log = logOf(1_000)) {
            Recorder recorder = new Recorder(message -> {
                if (message.sequence() == 10) {
                    log.close();
                }
            });
            try (BackgroundRead read = new BackgroundRead(log, 1, 1_000, recorder)) {
                assertThat(read.end(LIMIT)).isNull();
            }
            assertThat(recorder.got()).isEqualTo(lines(1, 10));
        }
    }

    @Test
    @SuppressWarnings("try")
    void aReadMayStartOnePastTheEnd() throws Exception {
        Recorder recorder = new Recorder();
        try (MessageLog log = logOf(3);
                BackgroundRead read = new BackgroundRead(log, 4, MessageLog.FOLLOW, recorder)) {
            if (!ends()) {
                await().during(Duration.ofMillis(500)).atMost(LIMIT).until(read::running);
                log.close();
            }
            assertThat(read.end(LIMIT)).isNull();
        }
        assertThat(recorder.got()).isEmpty();
    }

    @Test
    void twoReadsAtOnceEachGetEveryMessage() throws Exception {
        Recorder one = new Recorder();
        Recorder other = new Recorder();
        try (MessageLog log = logOf(2_000);
                BackgroundRead first = new BackgroundRead(log, 1, 2_000, one);
                BackgroundRead second = new BackgroundRead(log, 1_001, 2_000, other)) {
            assertThat(first.end(LIMIT)).isNull();
            assertThat(second.end(LIMIT)).isNull();
        }
        assertThat(one.got()).isEqualTo(lines(1, 2_000));
        assertThat(other.got()).isEqualTo(lines(1_001, 2_000));
    }

    @Test
    void itSaysWhatItReads() throws Exception {
        try (MessageLog log = logOf(1)) {
            assertThat(log.describe()).isNotBlank().doesNotContain("\n");
        }
    }
}
