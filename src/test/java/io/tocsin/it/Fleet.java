package io.tocsin.it;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sensors {@code h0}, {@code h1} and so on that report once a second through one bridge. While the bridge is dead, or the
 * server away, what they would have said is lost.
 */
final class Fleet implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final int IN_FLIGHT = 256;

    private final ServerSettings server;
    private final int port;
    private final int sensors;
    private final Set<Integer> dead = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean bridge = new AtomicBoolean(true);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "test-fleet");

    Fleet(StreamingServer server, int sensors) {
        this.server = ServerSettings.of(server, "sensors");
        this.port = server.port();
        this.sensors = sensors;
        thread.start();
    }

    /** This sensor never reports again. */
    void die(int sensor) {
        dead.add(sensor);
    }

    void bridgeDies() {
        bridge.set(false);
    }

    void bridgeReturns() {
        bridge.set(true);
    }

    private void run() {
        while (!ending.get()) {
            try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                    server.log(), "fleet", "sensors", IN_FLIGHT, sensors, Duration.ofSeconds(2))) {
                publisher.connect();
                for (int i = 0; bridge.get() && !ending.get(); i = (i + 1) % sensors) {
                    if (!dead.contains(i)) {
                        publisher.publish(i, message(i));
                    }
                }
                publisher.finish();
            } catch (PublishException e) {
                log.info("the fleet is interrupted: {}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            await("bridge and server")
                    .atMost(Tocsin.LIMIT)
                    .until(() -> ending.get() || (bridge.get() && isServerThere()));
        }
    }

    private boolean isServerThere() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] message(int sensor) {
        return ("{\"_id\":\"h" + sensor + "\",\"timestamp\":\"" + UtcTime.format(System.currentTimeMillis())
                        + "\",\"items\":{\"P\":1}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        ending.set(true);
        thread.interrupt();
        thread.join(Tocsin.LIMIT.toMillis());
    }
}
