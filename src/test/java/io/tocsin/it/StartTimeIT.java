package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code log.start} as a time or a distance: a first start guards from there on, with windows filled from before. */
final class StartTimeIT {
    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = 'high {metric}', resolveAfter = '10 min')
            select host, service, metric from Metric(service = 'Pressure', metric > 90);

            @Name('counted') @Alert(severity = 'info', summary = '{n} so far', each = true)
            select host, count(*) as n from Metric(service = 'Number')#time(1 hour);
            """;

    @TempDir
    private Path folder;

    private StreamingServer server;
    private Workspace workspace;

    @BeforeEach
    void aServer() throws Exception {
        server = StreamingServer.start(null, folder.resolve("server"), List.of());
        workspace = Workspace.in(folder).rule("rules.epl", RULES);
        startingAt("new");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void startingAt(String start) throws Exception {
        workspace.config(
                """
                log: { url: "%s", monitor: "%s", start: %s }
                state: { folder: ../state-%s }
                sinks: {}
                """
                        .formatted(server.url(), server.monitor(), start, start.replace(':', '.')));
    }

    private void publish(int from, int to) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            lines.add("{\"_id\":\"a\",\"timestamp\":\"2017-09-30T14:00:%02dZ\",\"items\":{\"%s\":95}}"
                    .formatted(i, i == 3 ? "Pressure" : "Number"));
        }
        Path file = workspace.lines("lines.ndjson", lines);
        Tocsin.Result result = workspace.tocsin("publish", file.toString()).run();
        assertThat(result.code()).as(result.err()).isZero();
    }

    /** Runs until it has evaluated all, and answers what rang. */
    private List<String> rings(String started, int last) throws Exception {
        try (Tocsin service = workspace.tocsin("run").start()) {
            service.says(started);
            service.until("rings", () -> alerts().stream().anyMatch(a -> a.endsWith(" " + last)));
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
        return alerts();
    }

    private List<String> alerts() throws Exception {
        return workspace.tocsin("alerts", "--format", "json").run().lines().stream()
                .map(Alerts::json)
                .map(a -> a.path("state").asText() + " " + a.path("summary").asText() + " since "
                        + a.path("startedAt").asText().substring(17, 19) + " at "
                        + a.path("sequence").asText())
                .toList();
    }

    @Test
    void fromATimeWindowsAreFilledAndWhatIsOpenRings() throws Exception {
        publish(1, 10);
        String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1).toString();
        publish(11, 12);
        startingAt(time);

        assertThat(rings("from message 11; windows are filled from message 1 on, what is open then rings", 12))
                .containsExactly(
                        "firing high 95 since 03 at 10",
                        "notice 10 so far since 11 at 11",
                        "notice 11 so far since 12 at 12");

        publish(13, 13);
        try (Tocsin service = workspace.tocsin("run").start()) {
            service.says("windows rebuilt from the last events");
            service.until("goes on", () -> alerts().size() == 4);
            assertThat(alerts()).last().isEqualTo("notice 12 so far since 13 at 13");
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
    }

    @Test
    void fromADistanceWithNothingBefore() throws Exception {
        publish(1, 4);
        startingAt("-1h");

        assertThat(rings("from message 1; windows fill from here, as the log keeps nothing of the horizon before", 4))
                .containsExactly(
                        "notice 1 so far since 01 at 1",
                        "notice 2 so far since 02 at 2",
                        "firing high 95 since 03 at 3",
                        "notice 3 so far since 04 at 4");
    }

    @Test
    void fromATimeToComeItIsTheNextMessage() throws Exception {
        publish(1, 4);
        startingAt("2999-01-01T00:00:00Z");
        try (Tocsin service = workspace.tocsin("run").start()) {
            service.says("first start at 2999-01-01T00:00:00.000Z, from message 5; windows fill from here");
            publish(5, 5);
            service.until("rings", () -> !alerts().isEmpty());
            assertThat(alerts()).containsExactly("notice 1 so far since 05 at 5");
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
    }
}
