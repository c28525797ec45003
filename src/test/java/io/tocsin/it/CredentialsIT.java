package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.NKey;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One section of settings logs in whatever connects: a client certificate and an nkey together, on one server. */
final class CredentialsIT {
    private static final String SETTINGS =
            """
            log:
              url: nats://localhost:%d
              monitor: %s
              start: beginning
              nkey: ${file:plant.nk}
              tls:
                ca: ../../ours-ca.pem
                certificate: ../../oursplant.pem
                key: %s
            sinks:
              terminal: {}
              nats: { channel: alerts }
            """;

    @Test
    void publishRunAndItsSinksAreLetInAndAWrongKeyIsAMistakeInTheSettings(@TempDir Path folder) throws Exception {
        Certificates authority = new Certificates(folder, "ours");
        authority.client("plant");
        authority.client("other");
        NKey user = NKey.createUser(new SecureRandom());
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), guarded(folder, authority, user))) {
            Workspace workspace = Workspace.in(folder)
                    .config(SETTINGS.formatted(server.port(), server.monitor(), "../../oursplant.key"))
                    .rule(
                            "hot.epl",
                            """
                            @Name('hot') @Alert(severity = 'critical', summary = 'hot: {metric}', each = true)
                            select metric from Metric(metric > 90);
                            @Name('copy') @Publish('derived') select host, 'copy' as service, metric, time from Metric;
                            """);
            workspace.write("config/plant.nk", new String(user.getSeed()) + "\n");
            Path line = workspace.lines(
                    "one.ndjson",
                    List.of("{\"_id\":\"a\",\"timestamp\":\"2017-09-30T14:00:00Z\",\"items\":{\"T\":91}}"));

            Tocsin.Result published =
                    workspace.tocsin("publish", line.toString()).run();
            assertThat(published.code()).as(published.err()).isZero();
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until("rings", () -> service.output().contains("hot: 91"));
                service.until("sends the alert", () -> Monitor.lastSequence(server, "alerts") == 1);
                service.until("sends the event", () -> Monitor.lastSequence(server, "derived") == 1);
                assertThat(service.terminate().finish().code()).isZero();
                assertThat(service.error()).doesNotContain(new String(user.getSeed()));
            }

            workspace.config(SETTINGS.formatted(server.port(), server.monitor(), "../../oursother.key"));
            Tocsin.Result wrong = workspace.tocsin("run").run();
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.err())
                    .contains("config/tocsin.yaml:9:5: log.tls.key cannot be used: ")
                    .contains("oursother.key is the key of another certificate");
        }
    }

    private static List<String> guarded(Path folder, Certificates authority, NKey user) throws Exception {
        List<Path> own = authority.server("dns:localhost");
        List<Path> itself = authority.client("itself");
        Path nats = Files.writeString(
                folder.resolve("nats.conf"),
                """
                tls { cert_file: "%s", key_file: "%s", ca_file: "%s", verify: true }
                authorization { users = [ { nkey: %s }, { user: itself, password: internal } ] }
                """
                        .formatted(own.get(0), own.get(1), authority.ca(), new String(user.getPublicKey())));
        Path streaming = Files.writeString(
                folder.resolve("stan.conf"),
                """
                streaming {
                  secure: true, username: itself, password: internal
                  tls { insecure: true, client_cert: "%s", client_key: "%s" }
                }
                """
                        .formatted(itself.get(0), itself.get(1)));
        return List.of("-c", nats.toString(), "-sc", streaming.toString());
    }
}
