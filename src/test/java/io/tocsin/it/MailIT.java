package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.FreePort;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.pipeline.send.email.SmtpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MailIT {
    private static final String RULE =
            """
            @Name('each') @Alert(severity = 'critical', summary = 'Number {metric}', each = true)
            select host, metric from Metric;
            """;

    @Test
    void alertsWaitForTheMailServerThroughAKillAndArriveOnce(@TempDir Path folder) throws Exception {
        int port = FreePort.choose();
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace =
                    Workspace.in(folder).service(server, "alerts", "").rule("each.epl", RULE);
            workspace.config(config(server, port));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                publish(workspace, 1, 5);
                alerts.has("Number 5");
                service.says("localhost:" + port);
                service.kill();
            }
            try (Tocsin service = workspace.tocsin("run").start()) {
                publish(workspace, 6, 8);
                service.says("localhost:" + port);
                try (Channel alerts = Channel.of(server, "alerts");
                        SmtpServer mail = new SmtpServer(port, null)) {
                    service.until("sends what waited", () -> mail.mails.size() >= 8);
                    publish(workspace, 9, 9);
                    service.until("sends the next", () -> mail.mails.size() >= 9);
                    assertThat(service.terminate().finish().code())
                            .as(service.error())
                            .isZero();

                    assertThat(summaries(mail))
                            .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 9)
                                    .mapToObj(i -> "Number " + i)
                                    .toList());
                    assertThat(mail.mails).allMatch(m -> m.fields().contains("Subject: [NOTICE] critical each a/-"));
                    assertThat(Alerts.byId(alerts.until("nine alerts", all -> all.size() >= 9).stream()
                                    .map(Channel.Received::text)
                                    .toList()))
                            .hasSize(9);
                }
            }
        }
    }

    private static List<String> summaries(SmtpServer mail) {
        return mail.mails.stream()
                .map(m -> m.data().split("\r\n\r\n", -1)[1].strip())
                .toList();
    }

    private static String config(StreamingServer server, int port) {
        return """
                log: { url: "%s", monitor: "%s", start: beginning }
                state: { folder: ../state }
                sinks:
                  nats: {}
                  email:
                    host: localhost
                    port: %d
                    security: none
                    from: Tocsin <tocsin@plant.example>
                    to: [operator@plant.example]
                    timeout: 5 s
                  retry: { first: 50 ms, most: 200 ms }
                """
                .formatted(server.url(), server.monitor(), port);
    }

    private static void publish(Workspace workspace, int from, int to) throws Exception {
        Path file = workspace.lines(
                "numbers.ndjson",
                IntStream.rangeClosed(from, to)
                        .mapToObj(i -> "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:0" + i
                                + "Z\",\"items\":{\"Number\":" + i + "}}")
                        .toList());
        assertThat(workspace.tocsin("publish", file.toString()).run().code()).isZero();
    }
}
