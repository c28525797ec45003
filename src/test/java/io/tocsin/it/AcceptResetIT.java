package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin run --accept-reset}: goes on with a log that was reset, and only then. */
final class AcceptResetIT {
    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = 'high {metric}', resolveAfter = '10 min', repeat = '1 min')
            select host, service, metric from Metric(service = 'Pressure', metric > 90);

            @Name('normal') @Resolve('high')
            select host, service, metric from Metric(service = 'Pressure', metric < 85);

            @Name('each') @Alert(severity = 'info', summary = 'number {metric}', each = true)
            select metric from Metric(service = 'Number');
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;

    private static String at(String time, String items) {
        return "{\"_id\":\"a\",\"timestamp\":\"2017-09-" + time + "Z\",\"items\":{" + items + "}}";
    }

    private void publish(String... lines) throws Exception {
        Path file = workspace.lines("lines.ndjson", List.of(lines));
        Tocsin.Result result = workspace.tocsin("publish", file.toString()).run();
        assertThat(result.code()).as(result.err()).isZero();
    }

    @BeforeEach
    void prepare() throws Exception {
        workspace = Workspace.in(folder).rule("rules.epl", RULES);
    }

    private void run(String until, String... options) throws Exception {
        String[] command = Arrays.copyOf(new String[] {"run"}, 1 + options.length);
        System.arraycopy(options, 0, command, 1, options.length);
        try (Tocsin service = workspace.tocsin(command).start()) {
            service.until("rings " + until, () -> texts().stream().anyMatch(a -> a.contains(until)));
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
    }

    private List<String> texts() throws Exception {
        return workspace.tocsin("alerts", "--format", "json").run().lines();
    }

    private List<String> states() throws Exception {
        return texts().stream()
                .map(Alerts::json)
                .map(a -> a.path("state").asText() + " " + a.path("summary").asText())
                .toList();
    }

    private List<String> open() throws Exception {
        return workspace.tocsin("alerts", "--open", "--format", "json").run().lines();
    }

    private void beforeTheReset() throws Exception {
        publish(
                at("30T14:00:00", "\"Number\":1"),
                at("30T14:00:01", "\"Pressure\":95"),
                at("30T14:00:02", "\"Number\":2"));
        run("number 2");
        assertThat(open()).hasSize(1);
    }

    private void accepts(int from) throws Exception {
        Tocsin.Result refused = workspace.tocsin("run").run();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains(" was reset: ", "start once with `tocsin run --accept-reset`");
        String open = open().get(0);
        try (Tocsin service = workspace.tocsin("run", "--accept-reset").start()) {
            service.says("the reset is accepted: reading from message " + from
                    + "; windows fill from here. 1 alerts stay open"
                    + " until their sensors report, 0 entries still wait to be sent");
            publish(at("30T18:00:00", "\"Number\":3"));
            service.until("rings", () -> texts().stream().anyMatch(a -> a.contains("number 3")));
            assertThat(open()).as("hours later, its sensor being silent").containsExactly(open);
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
        Tocsin.Result again = workspace.tocsin("run", "--accept-reset").run();
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.out()).isEmpty();
        assertThat(again.errorLines())
                .singleElement()
                .asString()
                .startsWith("nats-streaming 0.25.6 at ")
                .endsWith(
                        ": it is still the log that was read, there is no reset to accept; start without --accept-reset");
        publish(at("30T18:00:01", "\"Pressure\":80"), at("30T18:00:02", "\"Number\":4"));
        run("number 4");
        assertThat(open()).isEmpty();
        assertThat(states())
                .containsExactly(
                        "notice number 1",
                        "firing high 95",
                        "notice number 2",
                        "notice number 3",
                        "resolved high 80",
                        "notice number 4");
        assertThat(Alerts.json(texts().get(4)).path("alert"))
                .as("the same alert")
                .isEqualTo(Alerts.json(open).path("alert"));
    }

    @Test
    void aStoreThatWasWiped() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            workspace.service(server, "alerts", "");
            beforeTheReset();
            server.kill();
            server.wipe();
            server.restart();

            accepts(1);
        }
    }

    @Test
    void aChannelThatExpiredAndWasBegunAnew() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), Channel.SOON_EXPIRED)) {
            workspace.service(server, "alerts", "");
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until("subscribes, so that nothing expires", () -> Monitor.readers(server, "sensors") == 1);
                publish(at("30T14:00:01", "\"Pressure\":95"));
                service.until("rings", () -> open().size() == 1);
                assertThat(service.terminate().finish().code()).isZero();
            }
            await().atMost(Tocsin.LIMIT).until(() -> Monitor.lastSequence(server, "sensors") == 0);
            String open = open().get(0);

            try (Tocsin service = workspace.tocsin("run", "--accept-reset").start()) {
                service.says("the reset is accepted: reading from message 1; ");
                service.until("subscribes", () -> Monitor.readers(server, "sensors") == 1);
                publish(at("29T00:00:00", "\"Number\":3"));
                service.until("rings", () -> texts().stream().anyMatch(a -> a.contains("number 3")));
                assertThat(open()).as("though the new log is of days before").containsExactly(open);
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }
        }
    }

    @Test
    void anotherServer() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of());
                StreamingServer other = StreamingServer.start(null, folder.resolve("other"), List.of())) {
            workspace.service(server, "alerts", "");
            Tocsin.Result nothingYet = workspace.tocsin("run", "--accept-reset").run();
            assertThat(nothingYet.code()).isEqualTo(2);
            assertThat(nothingYet.err())
                    .endsWith(
                            ": nothing was read from it yet, there is no reset to accept; start without --accept-reset\n");
            beforeTheReset();
            workspace.service(other, "alerts", "");
            publish(at("29T00:00:00", "\"Other\":1"));

            accepts(1);
        }
    }
}
