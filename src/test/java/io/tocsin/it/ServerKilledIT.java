package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.CrashArguments;
import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), CrashArguments.NO_READ_AHEAD)) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "")
                    .rule(
                            "each.epl",
                            """
                            @Name('each') @Alert(severity = 'info', summary = '{metric}', each = true)
                            select host, metric, count(*) as number from Metric;
                            """);
            try (Load load = new Load(server, RATE);
                    Tocsin service = workspace.tocsin("run").start()) {
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

    /** By the number that each got when it was evaluated; alerts among each other arrive in any order. */
    private static List<String> evaluated(Collection<String> alerts) {
        SortedMap<Long, String> evaluated = new TreeMap<>();
        for (String text : alerts) {
            JsonNode alert = Alerts.json(text);
            JsonNode values = alert.path("values");
            evaluated.put(
                    values.path("number").asLong(),
                    alert.path("sequence").asLong() + " "
                            + values.path("metric").asDouble());
        }
        assertThat(evaluated.lastKey()).as("the last number").isEqualTo(evaluated.size());
        assertThat(evaluated).hasSize(alerts.size());
        return List.copyOf(evaluated.values());
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
}
