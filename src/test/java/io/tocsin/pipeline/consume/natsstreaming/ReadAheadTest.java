package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.FaultProxy;
import io.tocsin.nats.NatsServer;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.BackgroundRead;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.consume.Repairs.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads by one subscription after the other, and how much they hold in memory. */
class ReadAheadTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** As short as it can be: a follower has acknowledged by then, other reads need not. */
    private static final Duration ACK_WAIT = Duration.ofSeconds(1);

    private static final int WINDOW = 20;
    private static final int MESSAGES = 2_000;
    private static final int LARGE = 10_000;
    /** For subscriptions of about a hundred messages. */
    private static final long MEMORY = 100 * 1024;

    private static StreamingServer server;

    private ServerSettings settings;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = StreamingServer.start(null, folder, List.of());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void ownChannel(TestInfo test) {
        settings = ServerSettings.of(server, test.getTestMethod().orElseThrow().getName() + System.nanoTime());
    }

    private static Tuning tuning(int inFlight, long bytes) {
        return new Tuning(inFlight, bytes, ACK_WAIT, Duration.ofSeconds(5));
    }

    private static void assertAllInOrder(Recorder recorder, int messages) {
        assertThat(recorder.messages().stream().map(io.tocsin.model.Message::sequence))
                .isEqualTo(LongStream.rangeClosed(1, messages).boxed().toList());
    }

    @Test
    void aReadWithAnEndAcknowledgesNothingAndLeavesNoSubscriptionBehind() throws Exception {
        Published.to(settings, ServerSettings.bodies(1, MESSAGES));
        Recorder recorder = new Recorder(at(WINDOW - 1, () -> await().atMost(LIMIT)
                .during(ACK_WAIT.multipliedBy(3).dividedBy(2))
                .until(() -> figures("pending_count").contains(WINDOW)
                        && figures("last_sent").contains(WINDOW))));
        Recorder all = new Recorder(message -> {
            recorder.message(message);
            if (message.sequence() == MESSAGES) {
                assertThat(figures("pending_count").size()).isBetween(1, 2);
            }
        });
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin", tuning(WINDOW, MEMORY))) {
            log.read(1, MESSAGES, all);
            assertAllInOrder(all, MESSAGES);
            assertThat(log.repairs().rebuilds()).isZero();
            assertThat(log.repairs().repeated()).isZero();
        }
    }

    /** What the server says of each subscription of the channel. */
    private List<Integer> figures(String name) {
        return Subscribed.figures(settings, name);
    }

    /** What goes wrong under a read. */
    enum Fault {
        CONNECTION_CUT {
            @Override
            void happen(FaultProxy proxy) {
                proxy.cut();
            }
        },
        MESSAGES_LOST {
            @Override
            void happen(FaultProxy proxy) {
                proxy.lose(5);
            }
        },
        SERVER_RESTARTED {
            @Override
            void happen(FaultProxy proxy) throws Exception {
                server.kill();
                server.restart();
            }
        };

        abstract void happen(FaultProxy proxy) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whateverGoesWrongEveryMessageComesOnceAndInOrder(Fault fault) throws Exception {
        Published.to(settings, ServerSettings.bodies(1, MESSAGES));
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            Recorder recorder = new Recorder(message -> {
                if (message.sequence() % 450 == 0) {
                    try {
                        fault.happen(proxy);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
            ServerSettings through = settings.url(proxy.url());
            try (NatsStreamingLog log = new NatsStreamingLog(through.log(), "tocsin", tuning(WINDOW, MEMORY));
                    BackgroundRead read = new BackgroundRead(log, 1, MESSAGES, recorder)) {
                assertThat(read.end(LIMIT)).isNull();
                assertAllInOrder(recorder, MESSAGES);
                if (fault != Fault.MESSAGES_LOST) { // some of what is lost may be answers
                    assertThat(log.repairs().rebuilds()).isPositive();
                }
            }
        }
    }

    @Test
    void whatTheLogDropsBetweenTwoSubscriptionsIsReportedExactly(@TempDir Path folder) throws Exception {
        try (StreamingServer small = StreamingServer.start(null, folder, List.of("--max_msgs", "100"))) {
            ServerSettings evicting = ServerSettings.of(small, "sensors");
            Published.to(evicting, ServerSettings.bodies(1, 50));
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch reached = new CountDownLatch(1);
            Recorder recorder = new Recorder(at(10, () -> {
                reached.countDown();
                gate.await();
            }));
            try (NatsStreamingLog log = new NatsStreamingLog(evicting.log(), "tocsin", tuning(WINDOW, MEMORY));
                    BackgroundRead read = new BackgroundRead(log, 1, 1_000, recorder)) {
                reached.await();
                Published.to(evicting, ServerSettings.bodies(51, 1_000));
                gate.countDown();
                assertThat(read.end(LIMIT)).isNull();
                List<String> got = recorder.got();
                int before = got.size() - 101;
                assertThat(before).isBetween(10, 10 * WINDOW);
                assertThat(got.get(before)).isEqualTo("evicted " + (before + 1) + "-900");
                assertThat(got.get(before - 1)).isEqualTo(before + " body " + before);
                assertThat(got.get(before + 1)).isEqualTo("901 body 901");
            }
        }
    }

    @Test
    void nothingIsTakenInBeyondTheMemoryForIt() throws Exception {
        Published.to(settings, large(100));
        try (Link link = new Link(
                new NatsServer(settings.log()),
                settings.log().channel(),
                "tocsin",
                tuning(100, 10 * (LARGE + Session.OVERHEAD)))) {
            Session session = link.open(1, 100, ACK_WAIT);
            await().atMost(LIMIT).until(session::isCut);
            assertThat(session.posted()).isEqualTo(10);
            assertThat(session.highest()).isEqualTo(10);
            assertThat(session.bytes()).isEqualTo(10 * (LARGE + Session.OVERHEAD));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 10 * LARGE, 1 << 20})
    void largeMessagesComeWhateverTheMemoryForThem(long bytes) throws Exception {
        Published.to(settings, large(100));
        Recorder bounded = new Recorder();
        Recorder followed = new Recorder();
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin", tuning(100, bytes));
                BackgroundRead follower = new BackgroundRead(log, 1, MessageLog.FOLLOW, followed)) {
            log.read(1, 100, bounded);
            await().atMost(LIMIT).until(() -> followed.messages().size() >= 100);
            assertAllInOrder(bounded, 100);
            assertAllInOrder(followed, 100);
            Published.to(settings, large(1));
            await().atMost(LIMIT).until(() -> followed.messages().size() >= 101);
            assertAllInOrder(followed, 101);
            assertThat(follower.running()).isTrue();
            assertNothingDoubted(log);
        }
    }

    /** Answers that take too long, as on a busy machine, do not count. */
    private static void assertNothingDoubted(NatsStreamingLog log) {
        assertThat(log.repairs().rebuildsBy().getOrDefault(Cause.ORDER, 0L)).isZero();
        assertThat(log.repairs().rebuildsBy().getOrDefault(Cause.SILENCE, 0L)).isZero();
    }

    @Test
    void aFollowerReadsFartherAheadAgainWhenMessagesAreSmallAgain() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder(at(1, gate::await));
        Published.to(settings, large(50));
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin", tuning(100, 10 * LARGE));
                BackgroundRead follower = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
            // Where all came before the first was taken, there is a second subscription by then.
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(figures("last_sent")).contains(50));
            gate.countDown();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(figures("max_inflight")).containsOnly(2));
            AtomicInteger messages = new AtomicInteger(50);
            await().atMost(LIMIT).until(() -> {
                Published.to(settings, ServerSettings.bodies(1, 10));
                messages.addAndGet(10);
                return figures("max_inflight").stream().anyMatch(window -> window > 80);
            });
            await().atMost(LIMIT).until(() -> recorder.messages().size() >= messages.get());
            assertAllInOrder(recorder, messages.get());
            assertThat(follower.running()).isTrue();
            assertNothingDoubted(log);
        }
    }

    @Test
    void aSlowConnectionIsNotFilledForLong() throws Exception {
        int messages = 3_000;
        Published.to(settings, ServerSettings.bodies(1, messages));
        List<Integer> unread = new ArrayList<>();
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            Recorder recorder = new Recorder(message -> {
                if (message.sequence() % 100 == 0) {
                    unread.addAll(figures("pending_count"));
                }
            });
            ServerSettings through = settings.url(proxy.url());
            try (NatsStreamingLog log = new NatsStreamingLog(through.log(), "tocsin", tuning(100, 64 << 20))) {
                proxy.slow(1);
                log.read(1, messages, recorder);
                assertAllInOrder(recorder, messages);
                assertThat(Collections.max(unread)).isBetween(100, 1_000);
                assertNothingDoubted(log);
            }
        }
    }

    @Test
    void aChannelThatTakesOneSubscriptionIsReadAllTheSame(@TempDir Path folder) throws Exception {
        try (StreamingServer narrow = StreamingServer.start(null, folder, List.of("--max_subs", "1"))) {
            ServerSettings only = ServerSettings.of(narrow, "sensors");
            Published.to(only, ServerSettings.bodies(1, 100));
            Recorder recorder = new Recorder();
            try (NatsStreamingLog log = new NatsStreamingLog(only.log(), "tocsin", tuning(WINDOW, MEMORY))) {
                log.read(1, 100, recorder);
                assertAllInOrder(recorder, 100);
                assertThat(log.repairs().rebuilds()).isBetween(1L, 10L);
            }
        }
    }

    private static List<byte[]> large(int messages) {
        return Collections.nCopies(messages, new byte[LARGE]);
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    private static Receiver at(long sequence, Action action) {
        return message -> {
            if (message.sequence() == sequence) {
                action.run();
            }
        };
    }
}
