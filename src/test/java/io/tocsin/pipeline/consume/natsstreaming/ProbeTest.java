package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.streaming.SubscriptionOptions;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.FaultProxy;
import io.tocsin.nats.NatsServer;
import io.tocsin.nats.ServerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the thread that closes a probe is marked as interrupted afterwards, which would end its read. */
class ProbeTest {
    private static final long LIMIT_MS = 20_000;

    private static StreamingServer server;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = StreamingServer.start(null, folder, List.of());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest(name = "interrupted: {0}")
    @ValueSource(booleans = {true, false})
    void aServerThatDoesNotAnswerInterruptsNobody(boolean interrupted) throws Exception {
        String client = "interrupted-" + interrupted;
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            ServerSettings settings = ServerSettings.of(server, client).url(proxy.url());
            try (Link link = new Link(new NatsServer(settings.log()), client, client, Tuning.DEFAULT)) {
                link.openForProbes();
                Probe probe = link.probe(new SubscriptionOptions.Builder().startWithLastReceived());
                proxy.stall();
                CompletableFuture<Boolean> marked = new CompletableFuture<>();
                Thread closing = new Thread(
                        () -> {
                            probe.close();
                            marked.complete(Thread.interrupted());
                        },
                        "test-closing");
                closing.start();
                await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
                if (interrupted) {
                    closing.interrupt();
                }
                closing.join(LIMIT_MS);
                assertThat(marked).isCompletedWithValue(interrupted);
                proxy.heal();
            }
        }
    }
}
