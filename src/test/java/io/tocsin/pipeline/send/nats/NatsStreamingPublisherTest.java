package io.tocsin.pipeline.send.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsStreamingPublisherTest {
    private @Nullable StreamingServer started;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        started = StreamingServer.start(null, folder, List.of());
    }

    @AfterEach
    void stop() {
        server().close();
    }

    private StreamingServer server() {
        return java.util.Objects.requireNonNull(started);
    }

    private NatsStreamingPublisher publisher(String channel, int inFlight, double perSecond) {
        return new NatsStreamingPublisher(
                ServerSettings.of(server(), channel).log(),
                "publisher",
                channel,
                inFlight,
                perSecond,
                Duration.ofSeconds(2));
    }

    /** Interrupts come at any place of a publish, again and again; the library drops those that come at some. */
    @Test
    void whoIsAskedToStopStopsThoughTheLibraryDropsTheInterrupt() throws Exception {
        for (int i = 0; i < 30; i++) {
            AtomicBoolean stopped = new AtomicBoolean();
            AtomicLong published = new AtomicLong();
            CompletableFuture<Boolean> left = new CompletableFuture<>();
            String client = "publisher-" + i;
            int some = 50 + i;
            Thread thread =
                    new Thread(() -> left.complete(publishUntilInterrupted(client, stopped, published)), client);
            thread.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> published.get() > some);
            synchronized (stopped) { // who sees that it is asked has been interrupted
                stopped.set(true);
                thread.interrupt();
            }

            assertThat(left.get(20, TimeUnit.SECONDS))
                    .as("an interrupt that is told is none that is left behind")
                    .isFalse();
        }
    }

    private boolean publishUntilInterrupted(String client, AtomicBoolean stopped, AtomicLong published) {
        try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                ServerSettings.of(server(), "sensors").log(), client, "sensors", 8, 0, Duration.ofSeconds(5), () -> {
                    synchronized (stopped) {
                        return stopped.get();
                    }
                })) {
            publisher.connect();
            while (true) {
                publisher.publish(published.incrementAndGet(), body(published.get()));
            }
        } catch (InterruptedException e) {
            return Thread.interrupted();
        } catch (PublishException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] body(long line) {
        return ("line " + line).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void linesAreStoredInOrderAndCounted() throws Exception {
        try (NatsStreamingPublisher publisher = publisher("sensors", 100, 0)) {
            publisher.connect();
            for (int line = 1; line <= 1_000; line++) {
                publisher.publish(line, body(line));
            }
            assertThat(publisher.finish()).isEqualTo(1_000);
        }
        try (NatsStreamingLog log =
                new NatsStreamingLog(ServerSettings.of(server(), "sensors").log(), "reader")) {
            Recorder recorder = new Recorder();
            log.read(1, 1_000, recorder);
            assertThat(recorder.got())
                    .isEqualTo(IntStream.rangeClosed(1, 1_000)
                            .mapToObj(i -> i + " line " + i)
                            .toList());
        }
    }

    @Test
    void theRateIsKept() throws Exception {
        try (NatsStreamingPublisher publisher = publisher("sensors", 100, 200)) {
            publisher.connect();
            long start = System.nanoTime();
            for (int line = 1; line <= 201; line++) {
                publisher.publish(line, body(line));
            }
            publisher.finish();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
        }
    }

    @Test
    void aFailureNamesItsLine() throws Exception {
        try (NatsStreamingPublisher publisher = publisher("sensors", 10, 0)) {
            publisher.connect();
            publisher.publish(1, body(1));
            publisher.finish();
            assertThatThrownBy(() -> publisher.publish(2, new byte[2 << 20]))
                    .isInstanceOf(PublishException.class)
                    .hasMessageStartingWith("line 2: 2097152 bytes are too many");
            server().kill();
            assertThatThrownBy(() -> {
                        for (int line = 3; line < 1_000; line++) {
                            publisher.publish(line, body(line));
                        }
                    })
                    .isInstanceOf(PublishException.class)
                    .hasMessageStartingWith("line ")
                    .hasMessageContaining("was not");
        }
    }

    @Test
    void withoutAServerConnectingSaysWhy() {
        server().kill();
        try (NatsStreamingPublisher publisher = publisher("sensors", 10, 0)) {
            assertThatThrownBy(publisher::connect)
                    .isInstanceOf(PublishException.class)
                    .hasMessageContaining("no connection to the NATS server at 127.0.0.1:" + server().port())
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void aChannelWithAWildcardIsRefused() {
        try (NatsStreamingPublisher publisher = publisher("sensors.>", 10, 0)) {
            assertThatThrownBy(publisher::connect)
                    .isInstanceOf(PublishException.class)
                    .hasMessage("channel 'sensors.>' has the wildcard '>'");
        }
    }
}
