package io.tocsin.pipeline.send.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Severity;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import io.tocsin.pipeline.send.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsStreamingSinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static NatsStreamingSink sink(ServerSettings settings, String channel) {
        return new NatsStreamingSink(
                "nats",
                settings.log(),
                "tocsin-sink",
                channel,
                alert -> alert.id().getBytes(StandardCharsets.UTF_8),
                event -> (event.producer() + event.number()).getBytes(StandardCharsets.UTF_8),
                LIMIT);
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
    void alertsGoToTheSinksChannelAndDerivedEventsToTheirs(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts")) {
            assertThat(sink.send(alert("one"))).isEqualTo(Outcome.SENT);
            assertThat(sink.send(alert("two"))).isEqualTo(Outcome.SENT);
            assertThat(sink.send(event("derived"))).isEqualTo(Outcome.SENT);
            assertThat(channel(ServerSettings.of(server, "alerts"), 2)).containsExactly("1 one", "2 two");
            assertThat(channel(ServerSettings.of(server, "derived"), 1)).containsExactly("1 plant-7");
        }
    }

    @Test
    void whileTheServerIsDownItAsksForARetryInTimeAndSendsAfterItsReturn(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of());
                NatsStreamingSink sink = sink(ServerSettings.of(server, "sensors"), "alerts")) {
            assertThat(sink.send(alert("before"))).isEqualTo(Outcome.SENT);
            server.kill();
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                assertThat(sink.send(alert("during")))
                        .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.reason())
                                .isNotBlank());
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
                    assertThat(sink.send(alert("during"))).isInstanceOf(Outcome.Retry.class);
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.plusMillis(500));
                }
            } finally {
                signal(server, "-CONT");
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sink.send(alert("after")).equals(Outcome.SENT));
        }
    }

    @Test
    void aRefusedLoginIsARetryWithTheReason(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of("--user", "u", "--pass", "secret"));
                NatsStreamingSink sink =
                        sink(ServerSettings.of(server, "sensors").login("u", "hidden"), "alerts")) {
            assertThat(sink.send(alert("one")))
                    .isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.reason())
                            .contains("login refused")
                            .doesNotContain("hidden"));
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
