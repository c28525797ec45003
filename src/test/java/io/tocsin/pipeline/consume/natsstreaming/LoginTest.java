package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.NKey;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.config.Settings;
import io.tocsin.model.DerivedEvent;
import io.tocsin.nats.Certificates;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.nats.NatsStreamingSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoginTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final DerivedEvent EVENT =
            new DerivedEvent("derived", "rule", "plant", 7, "host", "service", 1.5, 0, null, null, null);

    @TempDir
    private Path folder = Path.of("");

    private static void assertReads(ServerSettings settings) throws Exception {
        Published.to(settings, ServerSettings.bodies(1, 3));
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin")) {
            Recorder recorder = new Recorder();
            log.read(1, 3, recorder);
            assertThat(recorder.got()).containsExactly("1 body 1", "2 body 2", "3 body 3");
        }
        try (NatsStreamingSink sink = new NatsStreamingSink(
                "nats", settings.log(), "sink", alert -> "alerts", alert -> new byte[0], event -> new byte[0], LIMIT)) {
            assertThat(sink.send(EVENT)).isEqualTo(Outcome.SENT);
        }
    }

    /** Even a follower does not wait for what only a person can change. */
    private static void assertRefused(ServerSettings settings, String... reasons) {
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin")) {
            assertThatThrownBy(() -> log.read(1, MessageLog.FOLLOW, new Recorder()))
                    .isInstanceOf(LogException.class)
                    .hasMessageContainingAll(reasons)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void userAndPassword() throws Exception {
        try (StreamingServer server =
                StreamingServer.start(null, folder, List.of("--user", "plant", "--pass", "secret-1"))) {
            ServerSettings settings = ServerSettings.of(server, "sensors");
            assertReads(settings.login("plant", "secret-1"));
            assertReads(ServerSettings.of(server, "by.url").url("nats://plant:secret-1@127.0.0.1:" + server.port()));
            assertRefused(settings.login("plant", "secret-2"), "login refused", "log.user, log.password");
            assertRefused(settings, "login refused");
        }
    }

    @Test
    void token() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, List.of("--auth", "secret-token"))) {
            ServerSettings settings = ServerSettings.of(server, "sensors");
            assertReads(settings.token("secret-token"));
            assertRefused(settings.token("secret-other"), "login refused", "log.token");
        }
    }

    @Test
    void nkey() throws Exception {
        NKey user = NKey.createUser(new SecureRandom());
        String other = new String(NKey.createUser(new SecureRandom()).getSeed());
        Path nats = Files.writeString(
                folder.resolve("nats.conf"),
                "authorization { users = [ { nkey: " + new String(user.getPublicKey())
                        + " }, { user: itself, password: internal } ] }\n");
        Path streaming =
                Files.writeString(folder.resolve("stan.conf"), "streaming { username: itself, password: internal }\n");
        try (StreamingServer server =
                StreamingServer.start(null, folder, List.of("-c", nats.toString(), "-sc", streaming.toString()))) {
            ServerSettings settings = ServerSettings.of(server, "sensors");
            assertReads(settings.nkey(new String(user.getSeed())));
            assertRefused(settings.nkey(other), "login refused", "log.nkey");
            assertRefused(settings, "login refused");
        }
    }

    @Test
    void aServerThatAsksForAClientCertificate() throws Exception {
        Certificates ours = new Certificates(folder, "ours");
        Certificates others = new Certificates(folder, "others");
        List<Path> plant = ours.client("plant");
        try (StreamingServer server = StreamingServer.start(
                null, folder, verifyingTls(ours.server("dns:localhost"), ours.ca(), ours.client("itself")))) {
            ServerSettings settings = ServerSettings.of(server, "sensors").url("nats://localhost:" + server.port());
            assertReads(settings.encrypted(identity(ours, plant)));
            assertReads(settings.encrypted(identity(ours, ours.rsaClient("rsa"))));
            assertRefused(settings.tls(ours.ca()), "the server refuses the encryption", "log.tls.certificate");
            assertRefused(
                    settings.encrypted(identity(ours, others.client("stranger"))),
                    "the server refuses the encryption",
                    "log.tls.certificate");
            assertRefused(
                    settings.encrypted(new Settings.Tls(ours.ca(), plant.get(0), folder.resolve("none.key"))),
                    "log.tls.key",
                    "none.key: no such file");
        }
    }

    private static Settings.Tls identity(Certificates authority, List<Path> client) {
        return new Settings.Tls(authority.ca(), client.get(0), client.get(1));
    }

    private List<String> verifyingTls(List<Path> server, Path ca, List<Path> itself) throws IOException {
        Path config = Files.writeString(
                folder.resolve("stan.conf"),
                "streaming { secure: true, tls { insecure: true, client_cert: \"" + itself.get(0) + "\", client_key: \""
                        + itself.get(1) + "\" } }\n");
        return List.of(
                "--tlsverify",
                "--tlscacert",
                ca.toString(),
                "--tls",
                "--tlscert",
                server.get(0).toString(),
                "--tlskey",
                server.get(1).toString(),
                "-sc",
                config.toString());
    }

    @Test
    void encryptedWithAnAuthorityOfOnesOwn() throws Exception {
        Certificates ours = new Certificates(folder, "ours");
        Certificates others = new Certificates(folder, "others");
        List<Path> localhost = ours.server("dns:localhost");
        try (StreamingServer server = StreamingServer.start(null, folder, tls(localhost))) {
            ServerSettings settings = ServerSettings.of(server, "sensors").url("nats://localhost:" + server.port());
            assertReads(settings.tls(ours.ca()));
            assertRefused(settings.tls(others.ca()), "its certificate is not trusted", "log.tls.ca");
            assertRefused(settings.tls(null), "its certificate is not trusted");
            assertRefused(settings, "the server asks for TLS; set log.tls");
            assertRefused(settings.tls(folder.resolve("none.pem")), "log.tls.ca", "none.pem", "no such file");
            Path empty = Files.writeString(folder.resolve("empty.pem"), "");
            assertRefused(settings.tls(empty), "log.tls.ca", "empty.pem", "no certificate in it");
        }
    }

    @Test
    void theHostNameIsVerified() throws Exception {
        Certificates ours = new Certificates(folder, "ours");
        List<Path> elsewhere = ours.server("dns:elsewhere.example");
        try (StreamingServer server = StreamingServer.start(null, folder, tls(elsewhere))) {
            ServerSettings settings = ServerSettings.of(server, "sensors").url("nats://localhost:" + server.port());
            assertRefused(settings.tls(ours.ca()), "its certificate is not trusted", "localhost", "log.url");
        }
    }

    @Test
    void encryptionThatTheServerDoesNotOffer() throws Exception {
        Certificates ours = new Certificates(folder, "ours");
        try (StreamingServer server = StreamingServer.start(null, folder, List.of())) {
            assertRefused(
                    ServerSettings.of(server, "sensors").tls(ours.ca()),
                    "log.tls is set, but the server offers no TLS");
        }
    }

    /** The streaming server is a client of its own NATS server, by IP address, and would verify the certificate too. */
    private List<String> tls(List<Path> certificate) throws IOException {
        Path config =
                Files.writeString(folder.resolve("stan.conf"), "streaming { secure: true, tls { insecure: true } }\n");
        return List.of(
                "--tls",
                "--tlscert",
                certificate.get(0).toString(),
                "--tlskey",
                certificate.get(1).toString(),
                "-sc",
                config.toString());
    }
}
