package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever looks back does so as a client of its own, and the service goes on as if nobody did. */
final class BesideIT {
    private static final int MESSAGES = 4_000;

    @Test
    void aServiceIsNotDisturbedByThoseWhoLookBack(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder).rule("plant.epl", Plant.RULES);
            workspace.service(server, "alerts", Plant.SETTINGS);
            List<String> lines = new ArrayList<>(Plant.lines(MESSAGES, 5));
            lines.add(Plant.end(MESSAGES));
            Path before = workspace.lines("before.ndjson", lines.subList(0, MESSAGES / 2));
            Path meanwhile = workspace.lines("meanwhile.ndjson", lines.subList(MESSAGES / 2, lines.size()));
            done(workspace.tocsin("publish", before.toString()));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"sequence\":" + MESSAGES / 2 / 4);
                try (Tocsin publisher = workspace
                                .tocsin("publish", "--rate", "50", meanwhile.toString())
                                .start();
                        // Half a minute of the plant in a second of ours: it is at it as long as the publisher.
                        Tocsin slow = workspace
                                .tocsin("replay", "--as-it-was", "--speed", "30")
                                .start()) {
                    slow.until("reads as a client of its own", () -> {
                        List<String> clients = Monitor.clients(server);
                        return clients.stream().anyMatch(id -> id.startsWith("tocsin-replay-"))
                                && clients.contains("of-alerts");
                    });
                    done(workspace.tocsin("replay", "--trace", "pump-1"));
                    done(workspace.tocsin("export", "--output", "export.ndjson"));
                    String id = Alerts.json(alerts.texts().get(0)).path("id").asText();
                    done(workspace.tocsin("explain", id));
                    assertThat(publisher.isRunning() && slow.isRunning())
                            .as("all at once")
                            .isTrue();
                    slow.terminate().finish();
                    assertThat(publisher.finish().code()).isZero();
                }
                alerts.has("\"rule\":\"end\"");
                List<String> rung =
                        done(workspace.tocsin("replay", "--format", "json")).lines();
                List<String> live = alerts.until("all", all -> all.size() >= rung.size()).stream()
                        .map(Channel.Received::text)
                        .toList();
                assertThat(live).containsExactlyInAnyOrderElementsOf(rung);
                Tocsin.Result end = service.terminate().finish();
                assertThat(end.code()).as(end.err()).isZero();
                assertThat(end.err()).doesNotContain("rebuilds of the subscription");
                assertThat(end.err()).contains("messages  " + String.format("%,d", lines.size()) + " received");
            }
        }
    }

    private static Tocsin.Result done(Tocsin.Command command) throws Exception {
        Tocsin.Result result = command.run();
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }
}
