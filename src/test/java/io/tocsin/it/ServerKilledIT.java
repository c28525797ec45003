package io.tocsin.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import io.tocsin.pipeline.send.nats.PublishException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class ServerKilledIT {
    private static final Logger log = LoggerFactory.getLogger(ServerKilledIT.class);
    private static final double RATE = 1_000;
    private static final int KILLS = 4;

    @Test
    void whatIsEvaluatedIsTheChannelInOrderThoughTheServerIsKilledUnderLoad(@TempDir Path folder) throws Exception {
        Random random = new Random(42);
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "")
                    .rule(
                            "each.epl",
                            """
                            @Name('each') @Alert(severity = 'info', summary = '{metric}', each = true)
                            select host, metric from Metric;
                            """);
            Load load = new Load(server);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("source: ");
                load.begin();
                for (int kill = 0; kill < KILLS; kill++) {
                    long more = last(server, "alerts") + 500 + random.nextInt(1_500);
                    service.until("rings " + more + " times", () -> last(server, "alerts") >= more);
                    server.kill();
                    server.restart();
                }
                long published = load.end();
                service.until("has evaluated everything", () -> last(server, "alerts") >= last(server, "sensors"));
                try (Channel alerts = Channel.of(server, "alerts")) {
                    alerts.has("\"metric\":" + published + ".0");
                }
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }

            List<String> received = Channel.whole(server, "alerts").stream()
                    .map(Channel.Received::text)
                    .toList();
            List<String> evaluated = evaluated(Alerts.byId(received).values());
            List<String> stored = Channel.whole(server, "sensors").stream()
                    .map(m -> m.sequence() + " "
                            + Alerts.json(m.text()).path("items").path("Number").asDouble())
                    .toList();
            log.info(
                    "{} kills of the server, {} messages, {} alerts sent twice",
                    KILLS,
                    stored.size(),
                    received.size() - evaluated.size());
            assertThat(stored).hasSizeGreaterThan(KILLS * 500);
            assertThat(evaluated.equals(stored))
                    .as("evaluated is what is stored, in order; first difference %s", difference(evaluated, stored))
                    .isTrue();
        }
    }

    private static List<String> evaluated(Iterable<String> alerts) {
        List<String> evaluated = new ArrayList<>();
        for (String text : alerts) {
            JsonNode alert = Alerts.json(text);
            evaluated.add(alert.path("sequence").asLong() + " "
                    + alert.path("values").path("metric").asDouble());
        }
        return evaluated;
    }

    private static String difference(List<String> evaluated, List<String> stored) {
        int common = Math.min(evaluated.size(), stored.size());
        return IntStream.range(0, common)
                .filter(i -> !evaluated.get(i).equals(stored.get(i)))
                .mapToObj(i -> evaluated.get(i) + " in place of " + stored.get(i))
                .findFirst()
                .orElse(evaluated.size() + " in place of " + stored.size());
    }

    private static long last(StreamingServer server, String channel) throws Exception {
        return Monitor.lastSequence(server, channel);
    }

    /** Publishes rising numbers, and goes on as soon as it can wherever the server goes. */
    private static final class Load {
        private final ServerSettings server;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicBoolean ending = new AtomicBoolean();
        private @Nullable Future<Long> published;

        Load(StreamingServer server) {
            this.server = ServerSettings.of(server, "sensors");
        }

        void begin() {
            published = thread.submit(this::publish);
        }

        /** Ends it and answers the last number, which the server has acknowledged. */
        long end() throws Exception {
            ending.set(true);
            try {
                return requireNonNull(published).get(Tocsin.LIMIT.toSeconds(), TimeUnit.SECONDS);
            } finally {
                thread.shutdownNow();
            }
        }

        private long publish() throws InterruptedException {
            long number = 0;
            while (true) {
                try (NatsStreamingPublisher publisher =
                        new NatsStreamingPublisher(server.log(), "load", "sensors", 256, RATE, Duration.ofSeconds(2))) {
                    publisher.connect();
                    while (!ending.get()) {
                        publisher.publish(number, message(++number));
                    }
                    publisher.publish(number, message(++number));
                    publisher.finish();
                    return number;
                } catch (PublishException e) {
                    log.info("the load is interrupted at {}: {}", number, e.getMessage());
                }
            }
        }

        private static byte[] message(long number) {
            return ("{\"_id\":\"a\",\"timestamp\":\"" + UtcTime.format(1_506_780_000_000L + number)
                            + "\",\"items\":{\"Number\":" + number + "}}")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
