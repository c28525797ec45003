package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service is killed while it publishes as fast as it can. */
final class InFlightIT {
    private static final Logger log = LoggerFactory.getLogger(InFlightIT.class);
    private static final int HOSTS = 200;
    private static final int ROUNDS = 100;
    private static final int KILLS = 5;

    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = '{metric} on {host}')
            select host, service, metric from Metric(service = 'Level', metric > 50);

            @Name('low') @Resolve('high')
            select host, service from Metric(service = 'Level', metric < 50);

            @Name('end') @Alert(severity = 'info', summary = 'end', each = true)
            select host, service from Metric(service = 'End');
            """;

    @Test
    void killedWithManyUnderWayNothingIsLostAndEachAlertKeepsItsOrder(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "rules: { horizon: 10 min }")
                    .rule("level.epl", RULES);
            Path lines = workspace.lines("levels.ndjson", levels());
            assertThat(workspace.tocsin("publish", lines.toString()).run().code())
                    .isZero();
            Random random = new Random(5);
            for (int kill = 0; kill < KILLS; kill++) {
                long more = Monitor.lastSequence(server, "alerts") + 300 + random.nextInt(1_000);
                try (Tocsin service = workspace.tocsin("run").start()) {
                    service.until("rings " + more + " times", () -> Monitor.lastSequence(server, "alerts") >= more);
                    service.kill();
                }
            }
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel channel = Channel.of(server, "alerts")) {
                channel.has("\"rule\":\"end\"");
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }

            List<String> received = Channel.whole(server, "alerts").stream()
                    .map(Channel.Received::text)
                    .toList();
            Map<String, String> alerts = Alerts.byId(received);
            log.info("{} alerts, {} kills, {} sent twice", alerts.size(), KILLS, received.size() - alerts.size());
            assertThat(received).as("some were under way").hasSizeGreaterThan(alerts.size());
            assertThat(alerts).hasSize(HOSTS * ROUNDS + 1);
            Alerts.same(
                    alerts,
                    Alerts.byId(
                            workspace.tocsin("replay", "--format", "json").run().lines()));
        }
    }

    /** Every host rises above the limit and falls below it again, and again. */
    private static List<String> levels() {
        List<String> lines = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int host = 0; host < HOSTS; host++) {
                lines.add(line("tank-" + host, lines.size(), "Level", round % 2 == 0 ? 60 : 40));
            }
        }
        lines.add(line("end", lines.size(), "End", 1));
        return lines;
    }

    private static String line(String host, int number, String service, int value) {
        return "{\"_id\":\"%s\",\"timestamp\":\"%s\",\"items\":{\"%s\":%d}}"
                .formatted(host, UtcTime.format(1_506_780_000_000L + 10L * number), service, value);
    }
}
