package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator sees, and the exit code, when the log is not what it was. */
final class LogLossIT {
    private static final String EACH =
            """
            @Name('each') @Alert(severity = 'info', summary = 'number {metric}', each = true)
            select metric from Metric;
            """;

    private static Workspace workspace(Path folder, StreamingServer server) throws IOException {
        return Workspace.in(folder)
                .config(
                        """
                        log: { url: "%s", monitor: "%s", start: beginning, watchdog: 1 s }
                        """
                                .formatted(server.url(), server.monitor()))
                .rule("each.epl", EACH);
    }

    private static void publish(Workspace workspace, long from, long to) throws Exception {
        List<String> lines = LongStream.rangeClosed(from, to)
                .mapToObj(
                        i -> "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T14:00:00Z\",\"items\":{\"Number\":" + i + "}}")
                .toList();
        Path file = workspace.lines("lines.ndjson", lines);
        Tocsin.Result result = workspace.tocsin("publish", file.toString()).run();
        assertThat(result.code()).as(result.err()).isZero();
    }

    private static void ringsUpTo(Tocsin service, long number) {
        service.until("rings for " + number, () -> service.output().contains("number " + number + " "));
    }

    @Test
    void aStoreThatIsWipedEndsTheServiceAndEveryStartUntilTheStateIsSetAside(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = workspace(folder, server);
            publish(workspace, 1, 30);
            try (Tocsin service = workspace.tocsin("run").start()) {
                ringsUpTo(service, 30);
                server.kill();
                server.wipe();
                server.restart();
                Tocsin.Result whileRunning = service.finish();
                assertThat(whileRunning.code()).isEqualTo(1);
                assertThat(whileRunning.err())
                        .contains("channel 'sensors' at 127.0.0.1:" + server.port() + " was reset")
                        .contains("messages up to 30 were read from it, but it holds none now")
                        .contains("its store was wiped, or this is another server")
                        .contains("Check log.url, log.cluster and log.channel. If the loss is real, start once with"
                                + " `tocsin run --accept-reset`: it reads the channel from its beginning and keeps open alerts"
                                + " and what is still to be sent\n");
            }
            publish(workspace, 31, 40);
            Tocsin.Result shorter = workspace.tocsin("run").run();
            assertThat(shorter.code()).isEqualTo(1);
            assertThat(shorter.err())
                    .contains(
                            "messages up to 30 were read from it, but it was begun anew and holds messages up to 10 now")
                    .contains("its store was wiped, or this is another server");

            publish(workspace, 41, 80);
            Tocsin.Result longer = workspace.tocsin("run").run();
            assertThat(longer.code()).isEqualTo(1);
            assertThat(longer.err())
                    .contains("was begun anew and has come further than the log before")
                    .contains("message 30 now is another one");
            assertThat(longer.out()).isEmpty();

            Files.move(workspace.path("config/state"), workspace.path("config/state.old"));
            try (Tocsin afresh = workspace.tocsin("run").start()) {
                ringsUpTo(afresh, 80);
                assertThat(afresh.terminate().finish().code()).isZero();
                assertThat(afresh.output().lines()).hasSize(50);
            }
        }
    }

    @Test
    void aChannelThatExpiredWhileNobodyReadItIsSaidToHave(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), Channel.SOON_EXPIRED)) {
            Workspace workspace = workspace(folder, server);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until("subscribes, so that nothing expires", () -> Monitor.readers(server, "sensors") == 1);
                publish(workspace, 1, 30);
                ringsUpTo(service, 30);
                assertThat(service.terminate().finish().code()).isZero();
            }
            await().atMost(Tocsin.LIMIT).until(() -> Monitor.lastSequence(server, "sensors") == 0);
            Tocsin.Result result = workspace.tocsin("run").run();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .contains("messages up to 30 were read from it, but it holds none now")
                    .contains("The channel expired: the server, up since ")
                    .contains("max_inactivity")
                    .doesNotContain("wiped");
        }
    }

    @Test
    void whatTheLogDropsWhileTheServiceHangsIsSaidAndTheRestIsEvaluated(@TempDir Path folder) throws Exception {
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), List.of("--max_msgs", "1000"))) {
            Workspace workspace = workspace(folder, server);
            publish(workspace, 1, 30);
            try (Tocsin service = workspace.tocsin("run").start()) {
                ringsUpTo(service, 30);
                signal(service, "-STOP");
                publish(workspace, 31, 30_000);
                signal(service, "-CONT");
                ringsUpTo(service, 30_000);
                long rung = service.output().lines().count();
                assertThat(rung).isBetween(1_030L, 10_000L);
                String said = service.error();
                assertThat(said)
                        .contains("the log no longer keeps messages " + (rung - 1_000 + 1) + " to 29000: "
                                + (30_000 - rung) + " were never evaluated")
                        .contains("raise the channel's limits on the server");
                assertThat(service.terminate().finish().code()).isZero();
            }
        }
    }

    private static void signal(Tocsin service, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(service.pid())).start();
        assertThat(kill.waitFor(Tocsin.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
