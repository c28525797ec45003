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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aServerThatDoesNotAnswerInterruptsNobody() throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            Link link = link(proxy, "hangs");
            Probe probe = probe(link);
            proxy.stall();
            probe.close();
            assertThat(Thread.interrupted()).isFalse();
            proxy.heal();
            link.close();
        }
    }

    @Test
    void whoIsInterruptedStaysSo() throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            Link link = link(proxy, "interrupted");
            Probe probe = probe(link);
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
            closing.interrupt();
            closing.join(LIMIT_MS);
            assertThat(marked).isCompletedWithValue(true);
            proxy.heal();
            link.close();
        }
    }

    private static Link link(FaultProxy proxy, String client) throws Exception {
        ServerSettings settings = ServerSettings.of(server, client).url(proxy.url());
        Link link = new Link(new NatsServer(settings.log()), client, client, Tuning.DEFAULT);
        link.openForProbes();
        return link;
    }

    private static Probe probe(Link link) throws Exception {
        return link.probe(new SubscriptionOptions.Builder().startWithLastReceived());
    }
}
