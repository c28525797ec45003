package io.tocsin.pipeline.send.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.config.ChannelTemplate;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Severity;
import io.tocsin.model.SkipReason;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import io.tocsin.pipeline.send.Alerts;
import io.tocsin.pipeline.send.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NatsStreamingSinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static NatsStreamingSink sink(ServerSettings settings, String channel) {
        return sink(settings, channel, LIMIT);
    }

    private static NatsStreamingSink sink(ServerSettings settings, String channel, Duration limit) {
        return new NatsStreamingSink(
                "nats",
                settings.log(),
                "tocsin-sink",
                alert -> channel,
                channel,
                alert -> alert.id().getBytes(StandardCharsets.UTF_8),
                event -> (event.producer() + event.number()).getBytes(StandardCharsets.UTF_8),
                limit);
    }

    private static Alert alert(String id) {
        return new Alert(
                id, "a", "rule", AlertState.FIRING, Severity.CRITICAL, null, null, 0, 0, 1, 1, "summary", Map.of());
    }

    private static DerivedEvent event(String channel) {
        return new DerivedEvent(channel, "rule", "plant-", 7, "host", "service", 1.5, 0, null, null, null);
    }

    private static List<String> channel(ServerSettings settings, int messages) throws Exception {
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "reader")) {
            Recorder recorder = new Recorder();
            log.read(1, messages, recorder);
            assertThat(log.bounds().last()).isEqualTo(messages);
            return recorder.got();
        }
    }

    @Test
    void alertsAndDeadLettersGoToTheSinksChannelAndDerivedEventsToTheirs(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts")) {
            assertThat(sink.send(alert("one"))).isEqualTo(Outcome.SENT);
            assertThat(sink.send(alert("two"))).isEqualTo(Outcome.SENT);
            assertThat(sink.send(event("derived"))).isEqualTo(Outcome.SENT);
            assertThat(sink.send(new DeadLetter(9, 0, SkipReason.NOT_JSON, 3, "\u00e9{", true, false)))
                    .isEqualTo(Outcome.SENT);
            assertThat(channel(ServerSettings.of(server, "alerts"), 3))
                    .containsExactly(
                            "1 one",
                            "2 two",
                            "3 {\"sequence\":9,\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"reason\":\"not JSON\","
                                    + "\"size\":3,\"data\":\"\u00e9{\"}");
            assertThat(channel(ServerSettings.of(server, "derived"), 1)).containsExactly("1 plant-7");
        }
    }

    /** The first ones wait for the connection, on another thread than those begun when it is there. */
    @Test
    void whatIsBegunWhileItConnectsAndBehindIsSentInOrder(@TempDir Path folder) throws Exception {
        int all = 2_000;
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts")) {
            Semaphore room = new Semaphore(sink.window());
            List<CompletionStage<Outcome>> outcomes = new ArrayList<>();
            List<String> begun = new ArrayList<>();
            for (int i = 1; i <= all; i++) {
                assertThat(room.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                begun.add(i + " alert-" + i);
                CompletionStage<Outcome> outcome = sink.begin(alert("alert-" + i));
                outcome.thenRun(room::release);
                outcomes.add(outcome);
            }
            for (CompletionStage<Outcome> outcome : outcomes) {
                assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS))
                        .isEqualTo(Outcome.SENT);
            }
            assertThat(channel(ServerSettings.of(server, "alerts"), all)).isEqualTo(begun);
        }
    }

    @Test
    void whileTheServerIsDownItSaysSoInTimeAndSendsAfterItsReturn(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts")) {
            assertThat(sink.send(alert("before"))).isEqualTo(Outcome.SENT);
            server.kill();
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                Outcome outcome = sink.send(alert("during"));
                if (i > 0 || !(outcome instanceof Outcome.Retry)) { // the first may leave before the break is seen
                    assertThat(outcome)
                            .isInstanceOfSatisfying(Outcome.Unavailable.class, down -> assertThat(down.reason())
                                    .isNotBlank());
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.plusMillis(500));
            }
            server.restart();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sink.send(alert("after")).equals(Outcome.SENT));
            List<String> stored = channel(ServerSettings.of(server, "alerts"), 2);
            assertThat(stored).containsExactly("1 before", "2 after");
        }
    }

    @Test
    void aServerThatForgotItsClientsIsConnectedToAnew(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts")) {
            assertThat(sink.send(alert("before"))).isEqualTo(Outcome.SENT);
            server.kill();
            server.wipe();
            server.restart();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sink.send(alert("after")).equals(Outcome.SENT));
        }
    }

    private static void signal(StreamingServer server, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(server.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    @Test
    void aServerThatIsStoppedInMidAirDoesNotHoldTheSenderUp(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts")) {
            assertThat(sink.send(alert("before"))).isEqualTo(Outcome.SENT);
            signal(server, "-STOP");
            try {
                for (int i = 0; i < 2; i++) {
                    long start = System.nanoTime();
                    assertThat(sink.send(alert("during"))) // the second may leave before the first's end is seen
                            .isInstanceOfAny(
                                    Outcome.Retry.class, i == 0 ? Outcome.Retry.class : Outcome.Unavailable.class);
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.plusMillis(500));
                }
            } finally {
                signal(server, "-CONT");
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sink.send(alert("after")).equals(Outcome.SENT));
        }
    }

    /** With a limit longer than the test may take, whatever ends the wait is not the limit. */
    @Test
    @Timeout(60)
    void aSendWhoseServerDiesEndsWithItAndTheNextFindsTheServerThatIsBack(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts", Duration.ofMinutes(10))) {
            assertThat(sink.send(alert("before"))).isEqualTo(Outcome.SENT);
            signal(server, "-STOP");
            CompletableFuture<Outcome> sending = new CompletableFuture<>();
            Thread sender = new Thread(() -> complete(sending, sink), "test-sender");
            sender.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> sender.getState() == Thread.State.WAITING);
            server.kill();
            assertThat(sending.get(30, TimeUnit.SECONDS))
                    .isEqualTo(new Outcome.Retry("not acknowledged on 'alerts': the connection to the server broke"));
            sender.join();
            server.restart();
            assertThat(sink.send(alert("after"))).isEqualTo(Outcome.SENT);
            assertThat(channel(ServerSettings.of(server, "alerts"), 2)).containsExactly("1 before", "2 after");
        }
    }

    private static void complete(CompletableFuture<Outcome> sending, NatsStreamingSink sink) {
        try {
            sending.complete(sink.send(alert("during")));
        } catch (InterruptedException | RuntimeException e) {
            sending.completeExceptionally(e);
        }
    }

    @Test
    void aRefusedLoginIsToldWithTheReason(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of("--user", "u", "--pass", "secret"));
                NatsStreamingSink sink =
                        sink(ServerSettings.of(server, "sensors").login("u", "hidden"), "alerts")) {
            assertThat(sink.send(alert("one")))
                    .isInstanceOfSatisfying(Outcome.Unavailable.class, down -> assertThat(down.reason())
                            .contains("login refused")
                            .doesNotContain("hidden"));
        }
    }

    @Test
    void eachAlertGoesToTheChannelOfItsTemplateOnTheServersFileStore(@TempDir Path folder) throws Exception {
        ChannelTemplate template = ChannelTemplate.parse("alerts.{severity}.{rule}");
        List<String> rules = List.of(
                "plain", "Öl > 90.5 *", "../../up\\a/b", "\u001b[2J\r\n\u202E", "%2A", "\uD83D\uDD25".repeat(64));
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = new NatsStreamingSink(
                        "nats",
                        ServerSettings.of(server, "sensors").log(),
                        "tocsin-sink",
                        alert -> template.channel(alert.severity(), alert.rule()),
                        alert -> alert.id().getBytes(StandardCharsets.UTF_8),
                        event -> new byte[0],
                        LIMIT)) {
            for (String rule : rules) {
                assertThat(sink.send(Alerts.of("id of " + rule, rule, null, null, "summary")))
                        .isEqualTo(Outcome.SENT);
            }
            server.kill();
            server.restart();
            for (String rule : rules) {
                String channel = template.channel(Severity.CRITICAL, rule);
                assertThat(channel(ServerSettings.of(server, channel), 1)).containsExactly("1 id of " + rule);
            }
        }
    }

    @Test
    void aServerWithoutRoomForAnotherChannelIsARetryWithItsReason(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of("-mc", "1"));
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts");
                NatsStreamingSink other = new NatsStreamingSink(
                        "other",
                        ServerSettings.of(server, "sensors").log(),
                        "tocsin-other",
                        alert -> "others",
                        alert -> new byte[1],
                        event -> new byte[1],
                        LIMIT)) {
            assertThat(sink.send(alert("one"))).isEqualTo(Outcome.SENT);
            assertThat(other.send(alert("two")))
                    .isEqualTo(new Outcome.Retry("not acknowledged on 'others': too many channels"));
        }
    }

    @Test
    void whatCanNeverWorkIsRejected(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts.*")) {
            assertThat(sink.send(alert("one")))
                    .isEqualTo(new Outcome.Rejected("channel 'alerts.*' has the wildcard '*'"));
            assertThat(sink.send(event("a..b")))
                    .isEqualTo(new Outcome.Rejected("channel 'a..b' has an empty part between its dots"));
            try (NatsStreamingSink large = sink(ServerSettings.of(server, "sensors"), "alerts")) {
                assertThat(large.send(alert("x".repeat(1 << 20))))
                        .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.reason())
                                .contains("1048576 bytes are too many"));
            }
        }
    }
}
