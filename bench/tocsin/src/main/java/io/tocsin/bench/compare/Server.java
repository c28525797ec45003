package io.tocsin.bench.compare;

import io.nats.streaming.NatsStreaming;
import io.nats.streaming.Options;
import io.nats.streaming.StreamingConnection;
import io.tocsin.app.server.StreamingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A NATS Streaming server with a file store, as the product's demo starts it, and the settings to reach it by. */
final class Server implements AutoCloseable {
    private static final int IN_FLIGHT = 4096;
    private static final long LIMIT_SECONDS = 120;

    private final StreamingServer server;
    private final Path settings;

    private Server(StreamingServer server, Path settings) {
        this.server = server;
        this.settings = settings;
    }

    /** Starts one with an empty store. */
    static Server start(Places places) throws Exception {
        Path folder = Files.createDirectories(places.work().resolve("server"));
        StreamingServer server = StreamingServer.start(null, folder, List.of());
        server.stop();
        server.wipe();
        server.restart();
        Path settings = folder.resolve("tocsin.yaml");
        Files.writeString(
                settings,
                """
                log: { url: "%s", monitor: "%s", start: beginning }
                """
                        .formatted(server.url(), server.monitor()));
        return new Server(server, settings);
    }

    /** The settings file that names it. */
    Path settings() {
        return settings;
    }

    StreamingServer process() {
        return server;
    }

    StreamingConnection connect(String client) throws Exception {
        return NatsStreaming.connect(
                StreamingServer.CLUSTER,
                client,
                new Options.Builder()
                        .natsUrl(server.url())
                        .connectWait(Duration.ofSeconds(10))
                        .pubAckWait(Duration.ofSeconds(LIMIT_SECONDS))
                        .maxPubAcksInFlight(IN_FLIGHT)
                        .build());
    }

    /** Appends messages to a channel as fast as it takes them; returns when all are stored. */
    void publish(String channel, List<byte[]> messages) throws Exception {
        StreamingConnection connection = connect("publisher-" + channel);
        try {
            CountDownLatch stored = new CountDownLatch(messages.size());
            AtomicReference<Exception> failure = new AtomicReference<>();
            for (byte[] message : messages) {
                connection.publish(channel, message, (id, e) -> {
                    failure.compareAndSet(null, e);
                    stored.countDown();
                });
            }
            if (!stored.await(LIMIT_SECONDS, TimeUnit.SECONDS) || failure.get() != null) {
                throw new IllegalStateException(
                        "not all messages were stored", Objects.requireNonNullElseGet(failure.get(), Exception::new));
            }
        } finally {
            connection.close();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
