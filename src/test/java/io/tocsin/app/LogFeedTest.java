package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever ends the reading of a log ends whoever waits for its messages. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LogFeedTest {
    private final List<Object> taken = new ArrayList<>();

    /** What a log does when it is read. */
    private interface Reading {
        void read(Receiver receiver) throws LogException, InterruptedException;
    }

    private void feed(Reading reading) throws LogException, InterruptedException {
        feed(reading, m -> taken.add(m.sequence()));
    }

    private void feed(Reading reading, LogFeed.Taker<RuntimeException> taker)
            throws LogException, InterruptedException {
        LogFeed feed = new LogFeed(new ScriptedLog((from, to, receiver) -> reading.read(receiver)), "test-source");
        feed.run(1, MessageLog.FOLLOW, receiver(feed.queue()), taker);
    }

    private Receiver receiver(InputQueue queue) {
        return new Receiver() {
            @Override
            public void message(Message message) throws InterruptedException {
                if (!queue.put(new Input.Received(message.sequence(), message.timestamp(), null))) {
                    throw new InterruptedException("closed");
                }
            }

            @Override
            public void evicted(long from, long to) throws InterruptedException {
                queue.put(new Input.Task(() -> taken.add("evicted " + from + "-" + to)));
            }
        };
    }

    private static Message message(long sequence) {
        return new Message(sequence, sequence, new byte[0]);
    }

    @Test
    void everythingComesInOrder() throws Exception {
        feed(receiver -> {
            receiver.message(message(1));
            receiver.evicted(2, 4);
            receiver.message(message(5));
        });
        assertThat(taken).containsExactly(1L, "evicted 2-4", 5L);
    }

    @Test
    void aLogThatFailsIsToldBehindItsMessages() {
        assertThatThrownBy(() -> feed(receiver -> {
                    receiver.message(message(1));
                    throw new LogException("reset");
                }))
                .isInstanceOf(LogException.class)
                .hasMessage("reset");
        assertThat(taken).containsExactly(1L);
    }

    @Test
    void aReaderThatBreaksIsTold() {
        assertThatThrownBy(() -> feed(receiver -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThatThrownBy(() -> feed(receiver -> {
                    throw new InterruptedException("by the library");
                }))
                .isInstanceOf(LogException.class)
                .hasMessageStartingWith("reading the log was interrupted")
                .hasRootCauseMessage("by the library");
    }

    @Test
    void anInterruptEndsAFeedWithMuchLeftInTheQueue() {
        int messages = 8_000; // fewer than the queue holds
        CountDownLatch put = new CountDownLatch(1);
        assertThatThrownBy(() -> feed(
                        receiver -> {
                            for (long i = 1; i <= messages; i++) {
                                receiver.message(message(i));
                            }
                            put.countDown();
                        },
                        message -> {
                            if (taken.isEmpty()) {
                                put.await();
                                Thread.currentThread().interrupt();
                            }
                            taken.add(message);
                        }))
                .isInstanceOf(InterruptedException.class);
        assertThat(taken).hasSizeLessThan(messages);
    }
}
