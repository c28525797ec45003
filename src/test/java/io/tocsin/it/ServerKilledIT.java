package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class ServerKilledIT {
    private static final Logger log = LoggerFactory.getLogger(ServerKilledIT.class);
    private static final int MESSAGES = 10_000;
    private static final int KILLS = 4;

    @Test
    void whatIsEvaluatedIsTheChannelInOrderThoughTheServerIsKilledUnderLoad(@TempDir Path folder) throws Exception {
        Random random = new Random(42);
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "")
                    .rule("each.epl", """
                            @Name('each') @Alert(severity = 'info', summary = '{metric}', each = true)
                            select host, metric from Metric;
                            """);
            Path lines = workspace.lines("numbers.ndjson", numbers(MESSAGES));
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("source: ");
                try (Tocsin publisher = workspace
                        .tocsin("publish", "--rate", "1000", lines.toString())
                        .start()) {
                    for (int kill = 0; kill < KILLS; kill++) {
                        long more = last(server, "alerts") + 500 + random.nextInt(1_000);
                        service.until("rings " + more + " times", () -> last(server, "alerts") >= more);
                        assertThat(publisher.isRunning()).as("the load goes on; %s", publisher.error()).isTrue();
                        server.kill();
                        server.restart();
                    }
                    assertThat(publisher.finish().code()).as(publisher.error()).isZero();
                }
                try (Channel alerts = Channel.of(server, "alerts")) {
                    alerts.has("\"metric\":" + MESSAGES + ".0");
                }
                assertThat(service.terminate().finish().code()).as(service.error()).isZero();
            }

            List<String> received =
                    Channel.whole(server, "alerts").stream().map(Channel.Received::text).toList();
            List<String> evaluated = evaluated(Alerts.byId(received).values());
            List<String> stored = Channel.whole(server, "sensors").stream()
                    .map(m -> m.sequence() + " " + Alerts.json(m.text()).path("items").path("Number").asDouble())
                    .toList();
            log.info(
                    "{} kills of the server, {} messages, {} of them published twice, {} alerts sent twice",
                    KILLS,
                    stored.size(),
                    stored.size() - MESSAGES,
                    received.size() - evaluated.size());
            assertThat(stored).hasSizeGreaterThanOrEqualTo(MESSAGES);
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

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:%02d:%02d.%03dZ\",\"items\":{\"Number\":%d}}",
                        i / 60_000,
                        i / 1_000 % 60,
                        i % 1_000,
                        i))
                .toList();
    }
}
