package io.tocsin.it;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import io.tocsin.pipeline.send.nats.PublishException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes rising numbers to the channel {@code sensors}, and goes on as soon as it can wherever the server goes. */
final class Load implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Load.class);
    private static final int IN_FLIGHT = 256;

    private final ServerSettings server;
    private final int port;
    private final double perSecond;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicBoolean ending = new AtomicBoolean();
    private @Nullable Future<Long> published;

    Load(StreamingServer server, double perSecond) {
        this.server = ServerSettings.of(server, "sensors");
        this.port = server.port();
        this.perSecond = perSecond;
    }

    void begin() {
        published = thread.submit(this::publish);
    }

    /** Ends it and answers the last number, which the server has acknowledged. */
    long end() throws Exception {
        ending.set(true);
        return requireNonNull(published).get(Tocsin.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private long publish() throws InterruptedException {
        long number = 0;
        while (true) {
            try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                    server.log(), "load", "sensors", IN_FLIGHT, perSecond, Duration.ofSeconds(2))) {
                publisher.connect();
                while (!ending.get()) {
                    publisher.publish(number, message(++number));
                }
                publisher.publish(number, message(++number));
                publisher.finish();
                return number;
            } catch (PublishException e) {
                log.info("the load is interrupted at {}: {}", number, e.getMessage());
                await("the server's return").atMost(Tocsin.LIMIT).until(this::isServerThere);
            }
        }
    }

    private boolean isServerThere() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The item {@code Number}, from a sensor whose clock goes on by 1 ms a message. */
    private static byte[] message(long number) {
        return ("{\"_id\":\"a\",\"timestamp\":\"" + UtcTime.format(1_506_780_000_000L + number)
                        + "\",\"items\":{\"Number\":" + number + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
