package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.FreePort;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.FaultProxy;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.BackgroundRead;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.MessageLog.Bounds;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.consume.Repairs.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatsStreamingLogTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long BYTES = Tuning.DEFAULT.maxBytes();
    private static final Tuning IMPATIENT = new Tuning(2048, BYTES, Duration.ofHours(1), Duration.ofMillis(500));

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

    private static List<String> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + " body " + i).toList();
    }

    private static void awaitSize(Recorder recorder, int size) {
        await().atMost(LIMIT).until(() -> recorder.got().size() >= size);
    }

    @Test
    void followsWhatIsPublishedLater() throws Exception {
        Recorder recorder = new Recorder();
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin");
                BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
            Published.to(settings, ServerSettings.bodies(1, 3));
            awaitSize(recorder, 3);
            Published.to(settings, ServerSettings.bodies(4, 5));
            awaitSize(recorder, 5);
            assertThat(recorder.got()).isEqualTo(lines(1, 5));
            assertThat(read.running()).isTrue();
        }
    }

    @Test
    void aBoundedReadWaitsForAnEndThatIsStillToCome() throws Exception {
        Recorder recorder = new Recorder();
        Published.to(settings, ServerSettings.bodies(1, 3));
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin");
                BackgroundRead read = new BackgroundRead(log, 2, 4, recorder)) {
            awaitSize(recorder, 2);
            assertThat(read.running()).isTrue();
            Published.to(settings, ServerSettings.bodies(4, 6));
            assertThat(read.end(LIMIT)).isNull();
            assertThat(recorder.got()).isEqualTo(lines(2, 4));
        }
    }

    @Test
    @SuppressWarnings("try") // closed early: that is what is tested
    void closingEndsAReadWhoseReceiverBlocks() throws Exception {
        Published.to(settings, ServerSettings.bodies(1, 3));
        CountDownLatch blocked = new CountDownLatch(1);
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin");
                BackgroundRead read = new BackgroundRead(log, 1, 3, message -> {
                    blocked.countDown();
                    new CountDownLatch(1).await();
                })) {
            blocked.await();
            log.close();
            await().atMost(LIMIT).until(() -> !read.running());
            assertThat(read.end(LIMIT)).isNull();
        }
    }

    @Test
    void theServerSendsNoMoreThanTheWindowAheadOfABlockedFollower() throws Exception {
        Published.to(settings, ServerSettings.bodies(1, 500));
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder(message -> gate.await());
        Tuning small = new Tuning(50, BYTES, Duration.ofHours(1), Duration.ofSeconds(5));
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin", small);
                BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
            awaitSize(recorder, 1);
            await().atMost(LIMIT).until(() -> subscribed("last_sent", 50));
            await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> subscribed("last_sent", 50));
            gate.countDown();
            awaitSize(recorder, 500);
            assertThat(read.running()).isTrue();
            assertThat(recorder.got()).isEqualTo(lines(1, 500));
        }
    }

    @Test
    void whatCameLastIsAcknowledgedThoughNothingFollows() throws Exception {
        Recorder recorder = new Recorder();
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin");
                BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
            for (int i = 1; i <= 20; i++) {
                Published.to(settings, ServerSettings.bodies(i, i));
            }
            awaitSize(recorder, 20);
            await().atMost(LIMIT).until(() -> subscribed("pending_count", 0));
            assertThat(subscribed("last_sent", 20)).isTrue();
            assertThat(read.running()).isTrue();
        }
    }

    private boolean subscribed(String figure, int value) {
        return Subscribed.figures(settings, figure).equals(List.of(value));
    }

    @Test
    void whatTheServerSendsAgainIsDroppedAndCounted() throws Exception {
        Published.to(settings, ServerSettings.bodies(1, 200));
        CountDownLatch gate = new CountDownLatch(1);
        Recorder recorder = new Recorder(message -> {
            if (message.sequence() == 10) {
                gate.await();
            }
        });
        Tuning hasty = new Tuning(100, BYTES, Duration.ofSeconds(1), Duration.ofSeconds(5));
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin", hasty);
                BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
            awaitSize(recorder, 10);
            // Acknowledgements wait for the receiver, so the server takes messages 10 to 109 for lost.
            await().during(Duration.ofMillis(1_500)).atMost(LIMIT).until(read::running);
            gate.countDown();
            awaitSize(recorder, 200);
            await().atMost(LIMIT).until(() -> log.repairs().repeated() >= 50);
            assertThat(recorder.got()).isEqualTo(lines(1, 200));
            assertThat(log.repairs().rebuilds()).isZero();
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void whatTheLogNoLongerKeepsIsReportedBeforeTheNextMessage(boolean monitor, @TempDir Path folder) throws Exception {
        try (StreamingServer small = StreamingServer.start(null, folder, List.of("--max_msgs", "100"))) {
            ServerSettings evicted = ServerSettings.of(small, "sensors");
            Published.to(evicted, ServerSettings.bodies(1, 250));
            if (!monitor) {
                evicted = evicted.withoutMonitor();
            }
            try (NatsStreamingLog log = new NatsStreamingLog(evicted.log(), "tocsin")) {
                assertThat(log.bounds()).isEqualTo(new Bounds(151, 250));
                Recorder recorder = new Recorder();
                log.read(21, 250, recorder);
                assertThat(recorder.got().get(0)).isEqualTo("evicted 21-150");
                assertThat(recorder.got().subList(1, 101)).isEqualTo(lines(151, 250));

                Recorder gone = new Recorder();
                log.read(21, 120, gone);
                assertThat(gone.got()).containsExactly("evicted 21-120");
            }
        }
    }

    @Test
    void aLogWithNothingLeftInItIsReportedToo(@TempDir Path folder) throws Exception {
        try (StreamingServer brief = StreamingServer.start(null, folder, List.of("--max_age", "1s"))) {
            ServerSettings expired = ServerSettings.of(brief, "sensors");
            Published.to(expired, ServerSettings.bodies(1, 5));
            try (NatsStreamingLog log = new NatsStreamingLog(expired.log(), "tocsin")) {
                await().atMost(LIMIT).until(() -> log.bounds().equals(new Bounds(6, 5)));
                Recorder recorder = new Recorder();
                try (BackgroundRead read = new BackgroundRead(log, 2, 5, recorder)) {
                    assertThat(read.end(LIMIT)).isNull();
                }
                assertThat(recorder.got()).containsExactly("evicted 2-5");
            }
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void aLogShorterThanItWasEndsTheReadWithAnExplanation(boolean monitor, @TempDir Path folder) throws Exception {
        try (StreamingServer own = StreamingServer.start(null, folder, List.of())) {
            ServerSettings reset = ServerSettings.of(own, "sensors");
            Published.to(reset, ServerSettings.bodies(1, 100));
            if (!monitor) {
                reset = reset.withoutMonitor();
            }
            Recorder recorder = new Recorder();
            try (NatsStreamingLog log = new NatsStreamingLog(reset.log(), "tocsin");
                    BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
                awaitSize(recorder, 100);
                own.kill();
                own.wipe();
                own.restart();
                Published.to(reset, ServerSettings.bodies(1, 20));
                assertThat(read.end(LIMIT))
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining("channel 'sensors' at 127.0.0.1:" + own.port() + " was reset")
                        .hasMessageContaining("messages up to 100 were read from it, but it was begun anew and holds")
                        .hasMessageContaining("store was wiped, or this is another server")
                        .hasMessageContaining("tocsin run --accept-reset");
                assertThat(recorder.got()).isEqualTo(lines(1, 100));
            }
        }
    }

    @Test
    void aWipedLogIsNoticedThoughNothingIsPublished(@TempDir Path folder) throws Exception {
        try (StreamingServer own = StreamingServer.start(null, folder, List.of())) {
            ServerSettings reset = ServerSettings.of(own, "sensors");
            try (NatsStreamingLog log = new NatsStreamingLog(reset.log(), "tocsin");
                    BackgroundRead read = new BackgroundRead(log, 101, MessageLog.FOLLOW, new Recorder())) {
                assertThat(read.end(LIMIT))
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining("messages up to 100 were read from it, but it holds none now");
            }
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void aLogThatWasBegunAnewAndHasComeFurtherIsNotTakenForTheOldOne(boolean monitor, @TempDir Path folder)
            throws Exception {
        try (StreamingServer own = StreamingServer.start(null, folder, List.of());
                FaultProxy proxy = new FaultProxy(own.port())) {
            ServerSettings direct = ServerSettings.of(own, "sensors");
            Published.to(direct, ServerSettings.bodies(1, 100));
            ServerSettings through = monitor ? direct : direct.withoutMonitor();
            Recorder recorder = new Recorder();
            try (NatsStreamingLog log =
                            new NatsStreamingLog(through.url(proxy.url()).log(), "tocsin");
                    BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
                awaitSize(recorder, 100);
                long lastRead = recorder.messages().get(99).timestamp();
                proxy.refuse();
                own.kill();
                own.wipe();
                own.restart();
                Published.to(direct, ServerSettings.bodies(1, 150));
                proxy.heal();
                assertThat(read.end(LIMIT))
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining("was reset: it was begun anew and has come further")
                        .hasMessageContaining("message 100 now is another one, stored at ")
                        .hasMessageContaining(monitor ? "its store was wiped" : "The channel expired");
                assertThat(recorder.got()).isEqualTo(lines(1, 100));

                assertThatThrownBy(() -> log.verify(100, lastRead))
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining("message 100 now is another one");
                assertThatThrownBy(() -> log.verify(151, lastRead))
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining("messages up to 151 were read from it")
                        .hasMessageContaining("holds messages up to 150 now");
                log.verify(100, Long.MAX_VALUE);
                log.verify(0, lastRead);
            }
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void aChannelThatExpiredIsToldFromAWipedStoreWhereTheServerSaysSinceWhenItRuns(
            boolean monitor, @TempDir Path folder) throws Exception {
        try (StreamingServer own = StreamingServer.start(null, folder, List.of("--max_inactivity", "500ms"))) {
            ServerSettings direct = ServerSettings.of(own, "sensors");
            Published.to(direct, ServerSettings.bodies(1, 100));
            long lastRead = System.currentTimeMillis();
            ServerSettings expired = monitor ? direct : direct.withoutMonitor();
            try (NatsStreamingLog watching = new NatsStreamingLog(direct.log(), "watching");
                    NatsStreamingLog log = new NatsStreamingLog(expired.log(), "tocsin")) {
                await().atMost(LIMIT).until(() -> watching.bounds().equals(new Bounds(1, 0)));
                assertThatThrownBy(() -> log.verify(100, lastRead))
                        .isInstanceOf(LogException.class)
                        .hasMessageContaining("messages up to 100 were read from it, but it holds none now")
                        .hasMessageContaining(
                                monitor
                                        ? "The channel expired: the server, up since "
                                        : "The channel expired (the server's max_inactivity), the server's store was");
            }
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void whatTheLogDropsUnderASlowReaderIsReportedExactly(boolean monitor, @TempDir Path folder) throws Exception {
        try (StreamingServer small = StreamingServer.start(null, folder, List.of("--max_msgs", "100"))) {
            ServerSettings direct = ServerSettings.of(small, "sensors");
            Published.to(direct, ServerSettings.bodies(1, 50));
            ServerSettings evicted = monitor ? direct : direct.withoutMonitor();
            CountDownLatch gate = new CountDownLatch(1);
            Recorder recorder = new Recorder(message -> {
                if (message.sequence() == 10) {
                    gate.await();
                }
            });
            Tuning narrow = new Tuning(20, BYTES, Duration.ofHours(1), Duration.ofSeconds(5));
            try (NatsStreamingLog log = new NatsStreamingLog(evicted.log(), "tocsin", narrow);
                    BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
                awaitSize(recorder, 10);
                Published.to(direct, ServerSettings.bodies(51, 1_000));
                gate.countDown();
                await().atMost(LIMIT).until(() -> recorder.got().contains("1000 body 1000"));
                List<String> got = recorder.got();
                int before = got.size() - 101;
                assertThat(got.subList(0, before)).isEqualTo(lines(1, before));
                assertThat(before).isBetween(10, 30);
                assertThat(got.get(before)).isEqualTo("evicted " + (before + 1) + "-900");
                assertThat(got.subList(before + 1, got.size())).isEqualTo(lines(901, 1_000));
                assertThat(log.repairs().outOfOrder()).isPositive();
                assertThat(log.repairs().rebuildsBy().get(Cause.ORDER)).isPositive();
                assertThat(read.running()).isTrue();
            }
        }
    }

    @Test
    void messagesThatVanishOnTheWayAreReadAgain() throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            Recorder recorder = new Recorder();
            try (NatsStreamingLog log =
                            new NatsStreamingLog(settings.url(proxy.url()).log(), "tocsin-lossy");
                    BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
                Published.to(settings, ServerSettings.bodies(1, 100));
                awaitSize(recorder, 100);
                // Answers to the client's pings may vanish in place of messages.
                await().atMost(LIMIT).until(() -> {
                    int known = recorder.got().size();
                    proxy.lose(3);
                    Published.to(settings, ServerSettings.bodies(known + 1, known + 50));
                    awaitSize(recorder, known + 50);
                    return log.repairs().outOfOrder() > 0;
                });
                assertThat(recorder.got()).isEqualTo(lines(1, recorder.got().size()));
                assertThat(log.repairs().rebuildsBy().get(Cause.ORDER))
                        .isEqualTo(log.repairs().outOfOrder());
                assertThat(read.running()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void aConnectionThatHangsIsReplaced(boolean monitor) throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            ServerSettings through = settings.url(proxy.url());
            if (!monitor) {
                through = through.withoutMonitor();
            }
            Recorder recorder = new Recorder();
            Published.to(settings, ServerSettings.bodies(1, 100));
            try (NatsStreamingLog log = new NatsStreamingLog(through.log(), "tocsin-hang");
                    BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
                awaitSize(recorder, 100);
                proxy.stall();
                Published.to(settings, ServerSettings.bodies(101, 200));
                awaitSize(recorder, 200);
                assertThat(recorder.got()).isEqualTo(lines(1, 200));
                assertThat(log.repairs().rebuilds()).isPositive();
                assertThat(read.running()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void aLogOutOfReachSaysForHowLong(boolean monitor) throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            ServerSettings through = settings.url(proxy.url());
            if (!monitor) {
                through = through.withoutMonitor();
            }
            Recorder recorder = new Recorder();
            Published.to(settings, ServerSettings.bodies(1, 3));
            try (NatsStreamingLog log = new NatsStreamingLog(through.log(), "tocsin-away");
                    BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
                await().atMost(LIMIT).until(() -> recorder.timesCaughtUp().size() >= 2);
                assertThat(recorder.timesUnreachable()).isEmpty();
                long start = System.nanoTime();
                proxy.refuse();
                await().atMost(LIMIT)
                        .until(() -> recorder.timesUnreachable().stream().anyMatch(ms -> ms > 2_500));
                assertThat(recorder.timesUnreachable())
                        .isSorted()
                        .last(InstanceOfAssertFactories.LONG)
                        .isBetween(2_500L, (System.nanoTime() - start) / 1_000_000);
                assertThat(recorder.unreachableAt())
                        .as("not after the broker's time, which is ours here")
                        .isBetween(recorder.messages().get(2).timestamp() + 2_500, System.currentTimeMillis());
                proxy.heal();
                int ticks = recorder.timesCaughtUp().size();
                await().atMost(LIMIT).until(() -> recorder.timesCaughtUp().size() > ticks);
                int said = recorder.timesUnreachable().size();
                await().atMost(LIMIT).until(() -> recorder.timesCaughtUp().size() > ticks + 2);
                assertThat(recorder.timesUnreachable()).as("while it is there").hasSize(said);
                long again = System.nanoTime();
                proxy.refuse();
                await().atMost(LIMIT).until(() -> recorder.timesUnreachable().size() > said);
                assertThat(recorder.timesUnreachable().get(said))
                        .as("counted anew")
                        .isLessThanOrEqualTo((System.nanoTime() - again) / 1_000_000);
                proxy.heal();
                Published.to(settings, ServerSettings.bodies(4, 5));
                awaitSize(recorder, 5);
                assertThat(recorder.got()).isEqualTo(lines(1, 5));
                assertThat(read.running()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void aQuietLogSaysUpToWhenItIsComplete(boolean monitor) throws Exception {
        Published.to(settings, ServerSettings.bodies(1, 3));
        ServerSettings watched = monitor ? settings : settings.withoutMonitor();
        Recorder recorder = new Recorder();
        long before = System.currentTimeMillis();
        try (NatsStreamingLog log = new NatsStreamingLog(watched.log(), "tocsin");
                BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
            await().atMost(LIMIT).until(() -> recorder.timesCaughtUp().size() >= 2);
            List<Long> times = recorder.timesCaughtUp();
            assertThat(times.get(1) - times.get(0)).isBetween(500L, 5_000L);
            assertThat(times.get(1)).isBetween(before - 3_000, System.currentTimeMillis());
            assertThat(read.running()).isTrue();
        }
    }

    @Test
    void aLiveProcessWithTheSameClientIdIsNotDisplaced() throws Exception {
        Published.to(settings, ServerSettings.bodies(1, 1));
        Recorder recorder = new Recorder();
        try (NatsStreamingLog first = new NatsStreamingLog(settings.log(), "twin");
                BackgroundRead read = new BackgroundRead(first, 1, MessageLog.FOLLOW, recorder);
                NatsStreamingLog second = new NatsStreamingLog(settings.log(), "twin")) {
            awaitSize(recorder, 1);
            assertThatThrownBy(() -> second.read(1, MessageLog.FOLLOW, new Recorder()))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("client id 'twin' is in use by another live process");
            assertThat(read.running()).isTrue();
        }
    }

    @Test
    void aClientIdTheServerCannotTakeIsExplained() throws Exception {
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "not valid")) {
            assertThatThrownBy(() -> log.read(1, 1, new Recorder()))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("client id 'not valid' is refused")
                    .hasMessageContaining("log.client");
        }
    }

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void aWrongClusterIdIsExplained(boolean monitor) throws Exception {
        ServerSettings wrong = settings.cluster("elsewhere");
        if (!monitor) {
            wrong = wrong.withoutMonitor();
        }
        try (NatsStreamingLog log = new NatsStreamingLog(wrong.log(), "tocsin", IMPATIENT)) {
            assertThatThrownBy(() -> log.read(1, MessageLog.FOLLOW, new Recorder()))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("cluster id 'elsewhere'")
                    .hasMessageContaining("check log.cluster");
            assertThatThrownBy(log::bounds).isInstanceOf(LogException.class).hasMessageContaining("log.cluster");
        }
    }

    @Test
    void withoutAServerABoundedReadGivesUpAndAFollowerWaits() throws Exception {
        int port = FreePort.choose();
        ServerSettings nobody =
                settings.url("nats://user:hidden@127.0.0.1:" + port).withoutMonitor();
        try (NatsStreamingLog log = new NatsStreamingLog(nobody.log(), "tocsin", IMPATIENT);
                BackgroundRead follower = new BackgroundRead(log, 1, MessageLog.FOLLOW, new Recorder())) {
            String address = "127.0.0.1:" + port;
            assertThatThrownBy(() -> log.read(1, 10, new Recorder()))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("no connection to the NATS server at " + address)
                    .hasMessageContaining("Connection refused")
                    .hasMessageNotContaining("hidden");
            assertThatThrownBy(log::bounds).isInstanceOf(LogException.class).hasMessageContaining(address);
            assertThat(follower.running()).isTrue();
            assertThat(log.describe()).contains(address).doesNotContain("hidden");
        }
    }

    @Test
    void aMonitoringPortThatIsDownIsDoneWithout() throws Exception {
        Published.to(settings, ServerSettings.bodies(1, 5));
        ServerSettings wrong = settings.monitor("http://127.0.0.1:1");
        Recorder recorder = new Recorder();
        try (NatsStreamingLog log = new NatsStreamingLog(wrong.log(), "tocsin");
                BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
            assertThat(log.bounds()).isEqualTo(new Bounds(1, 5));
            await().atMost(LIMIT).until(() -> !recorder.timesCaughtUp().isEmpty());
            assertThat(recorder.got()).isEqualTo(lines(1, 5));
            assertThat(read.running()).isTrue();
        }
    }
}
