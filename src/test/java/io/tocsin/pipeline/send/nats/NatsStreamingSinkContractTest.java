package io.tocsin.pipeline.send.nats;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import io.tocsin.pipeline.send.Alerts;
import io.tocsin.pipeline.send.EndlessServer;
import io.tocsin.pipeline.send.Sink;
import io.tocsin.pipeline.send.SinkContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class NatsStreamingSinkContractTest extends SinkContract {
    private static final String INFO =
            "INFO {\"server_id\":\"x\",\"version\":\"2.9.0\",\"proto\":1,\"host\":\"127.0.0.1\","
                    + "\"port\":4222,\"headers\":true,\"max_payload\":1048576}\r\n";

    private StreamingServer server;

    @BeforeEach
    void startServer(@TempDir Path folder) throws Exception {
        server = StreamingServer.start(null, folder, List.of("--user", USER, "--pass", PASSWORD));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private Sink sink(int port, String user) {
        ServerSettings settings = ServerSettings.of(server, "sensors")
                .url("nats://127.0.0.1:" + port)
                .login(user, PASSWORD);
        return new NatsStreamingSink(
                "nats",
                settings.log(),
                "tocsin-nats",
                alert -> "alerts",
                alert -> AlertJson.write(alert).getBytes(StandardCharsets.UTF_8),
                event -> new byte[0],
                LIMIT);
    }

    @Override
    protected Sink sink(int port) {
        return sink(port, USER);
    }

    @Override
    protected Sink stranger(int port) {
        return sink(port, "stranger");
    }

    @Override
    protected int port() {
        return server.port();
    }

    @Override
    protected List<String> received() throws Exception {
        ServerSettings settings = ServerSettings.of(server, "alerts").login(USER, PASSWORD);
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "reader")) {
            Recorder recorder = new Recorder();
            long last = log.bounds().last();
            if (last > 0) {
                log.read(1, last, recorder);
            }
            return recorder.messages().stream()
                    .map(m -> new String(m.data(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    @Override
    protected String id(String message) {
        return AlertJson.read(message).id();
    }

    @Override
    protected Alert refused(String id) {
        return Alerts.of(id, "rule", "host", "service", "x".repeat(1 << 20));
    }

    @Override
    protected void down() {
        server.kill();
    }

    @Override
    protected void up() throws Exception {
        server.restart();
    }

    @Override
    protected List<EndlessServer> endless() throws Exception {
        return List.of(
                EndlessServer.fast("", "INFO {"),
                EndlessServer.slow("", "INFO {"),
                EndlessServer.fast(INFO, "INFO {"),
                EndlessServer.fast(INFO + "PONG\r\n", "x"),
                EndlessServer.slow(INFO, "+OK\r\n"));
    }
}
