package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service reads what another, which is killed again and again, derives. */
final class DerivedTwiceIT {
    private static final Logger log = LoggerFactory.getLogger(DerivedTwiceIT.class);
    private static final int EVENTS = 6_000;
    private static final int KILLS = 4;

    private static final String DERIVING =
            """
            @Name('derived') @Publish('derived')
            select host, 'Twice' as service, metric * 2 as metric, time from Metric(service = 'Number');
            """;

    private static final String READING =
            """
            @Name('each') @Alert(severity = 'info', summary = '{metric}', each = true)
            select host, metric, count(*) as number from Metric;
            """;

    @Test
    void whatIsPublishedTwiceIsEvaluatedOnce(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace deriving = Workspace.in(folder, "deriving")
                    .service(server, "unused", "")
                    .rule("rules.epl", DERIVING);
            Path lines = deriving.lines("numbers.ndjson", numbers());
            assertThat(deriving.tocsin("publish", lines.toString()).run().code())
                    .isZero();

            Workspace reading = Workspace.in(folder, "reading")
                    .service(server, "alerts", "")
                    .channel("derived")
                    .rule("rules.epl", READING);
            Random random = new Random(11);
            for (int kill = 0; kill < KILLS; kill++) {
                long more = Monitor.lastSequence(server, "derived") + 200 + random.nextInt(500);
                long read = Monitor.lastSequence(server, "alerts") + 100;
                try (Tocsin one = deriving.tocsin("run").start();
                        Tocsin other = reading.tocsin("run").start()) {
                    one.until("derives " + more, () -> Monitor.lastSequence(server, "derived") >= more);
                    one.kill();
                    other.until("rings " + read + " times", () -> Monitor.lastSequence(server, "alerts") >= read);
                    other.kill();
                }
            }
            try (Tocsin one = deriving.tocsin("run").start();
                    Channel derived = Channel.of(server, "derived")) {
                derived.has("{\"Twice\":" + 2 * EVENTS + ".0}");
                assertThat(one.terminate().finish().code()).as(one.error()).isZero();
            }
            long published = Monitor.lastSequence(server, "derived");
            try (Tocsin other = reading.tocsin("run").start()) {
                other.until(
                        "reads all", () -> OutboxFile.of(reading.path("state")).checkpoint() == published);
                assertThat(other.terminate().finish().code()).as(other.error()).isZero();
            }

            List<String> rung =
                    reading.tocsin("alerts", "--format", "json").run().lines();
            List<Integer> values = rung.stream()
                    .map(a -> Alerts.json(a).path("values").path("metric").asInt() / 2)
                    .toList();
            log.info("{} derived events were published {} times", EVENTS, published);
            assertThat(published).as("some twice").isGreaterThan(EVENTS);
            assertThat(values)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, EVENTS).boxed().toList());
            Tocsin.Result replay = reading.tocsin("replay", "--format", "json").run();
            assertThat(replay.lines()).isEqualTo(rung);
            assertThat(replay.err()).contains("duplicate=" + String.format("%,d", published - EVENTS));
        }
    }

    private static List<String> numbers() {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            lines.add("{\"_id\":\"h%d\",\"timestamp\":\"2017-09-30T14:00:00Z\",\"items\":{\"Number\":%d}}"
                    .formatted(i % 50, i));
        }
        return lines;
    }
}
