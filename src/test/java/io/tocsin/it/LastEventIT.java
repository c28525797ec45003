package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log no longer keeps, the marks still know. */
class LastEventIT {
    private static final long START = 1_506_780_000_000L;
    private static final long HOUR = 3_600_000;
    /** How many messages the server keeps. */
    private static final int KEPT = 50;

    private static String line(String host, long time, double value) {
        return "{\"_id\":\"" + host + "\",\"timestamp\":\"" + UtcTime.format(time) + "\",\"items\":{\"Level\":" + value
                + "}}";
    }

    @Test
    void aDailySensorRingsAfterARestartThoughItsLastEventLeftTheLogLongAgo(@TempDir Path folder) throws Exception {
        List<String> firstDay = new ArrayList<>(List.of(line("daily", START, 1)));
        for (int i = 1; i <= 4 * KEPT; i++) {
            firstDay.add(line("busy", START + i * 6L * 60_000, i));
        }
        List<String> nextDay = new ArrayList<>();
        for (int i = 1; i <= KEPT; i++) {
            nextDay.add(line("busy", START + 20 * HOUR + i * 6L * 60_000, i));
        }
        nextDay.add(line("busy", START + 26 * HOUR, 0));
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), List.of("-max_msgs", Integer.toString(KEPT)))) {
            Workspace workspace = Workspace.in(folder, "daily")
                    .service(server, "alerts", "rules: { horizon: 0 s }\nttl: { default: 25 h }")
                    .rule(
                            "silence.epl",
                            """
                            @Name('silence') @Alert(severity = 'critical', summary = '{host}', absence = true)
                            select rstream host, service, seen as last from
                              Metric#unique(host, service)#timetolive(seen + cast(ttl * 1000, long) + 1) retain-intersection
                              where current_timestamp > seen + cast(ttl * 1000, long);
                            @Name('end') @Alert(severity = 'info', summary = '{host}', each = true)
                            select host, metric from Metric(metric = 0 or metric = %d);
                            """
                                    .formatted(4 * KEPT));
            Path first = workspace.lines("first.ndjson", firstDay);
            Path next = workspace.lines("next.ndjson", nextDay);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                assertThat(workspace
                                .tocsin("publish", "--rate", "100", first.toString())
                                .run()
                                .code())
                        .isZero();
                alerts.has("\"rule\":\"end\"");
                service.kill();
            }
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                assertThat(workspace
                                .tocsin("publish", "--rate", "100", next.toString())
                                .run()
                                .code())
                        .isZero();
                alerts.until(
                        "two ends",
                        all -> all.stream()
                                        .filter(r -> r.text().contains("\"rule\":\"end\""))
                                        .count()
                                >= 2);
                List<JsonNode> silent = alerts.texts().stream()
                        .map(Alerts::json)
                        .filter(a -> a.path("rule").asText().equals("silence"))
                        .toList();
                assertThat(silent).hasSize(1);
                assertThat(silent.get(0).path("host").asText()).isEqualTo("daily");
                assertThat(silent.get(0).path("values").path("last").asLong()).isEqualTo(START);
                assertThat(silent.get(0).path("time").asText()).isEqualTo(UtcTime.format(START + 25 * HOUR + 1));
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }
        }
    }
}
