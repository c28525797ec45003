package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class ServiceKilledIT {
    private static final Logger log = LoggerFactory.getLogger(ServiceKilledIT.class);
    private static final long SEED = 20171003;
    private static final int MESSAGES = 40_000;
    private static final int KILLS = 7;

    @Test
    void afterEveryKillTheAlertsAreThoseOfAnUndisturbedRun(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace killed = workspace(folder, server, "killed");
            Path lines = killed.lines("plant.ndjson", Plant.lines(MESSAGES, SEED));
            publishAndKill(server, killed, lines, new Random(SEED));
            Path end = killed.lines("end.ndjson", List.of(Plant.end(MESSAGES)));
            assertThat(killed.tocsin("publish", end.toString()).run().code()).isZero();

            Workspace undisturbed = workspace(folder, server, "undisturbed");
            runToTheEnd(server, undisturbed, "undisturbed");
            runToTheEnd(server, killed, "killed");

            List<String> received = texts(server, "killed");
            Map<String, String> alerts = Alerts.byId(received);
            Map<String, String> expected = Alerts.byId(texts(server, "undisturbed"));
            log.info(
                    "{} messages, {} kills, {} alerts, {} of them sent twice",
                    Monitor.lastSequence(server, "sensors"),
                    KILLS,
                    alerts.size(),
                    received.size() - alerts.size());
            assertThat(expected).hasSizeGreaterThan(500);
            Alerts.same(alerts, expected);

            derivedEventsAreComplete(server);

            Tocsin.Result replay =
                    undisturbed.tocsin("replay", "--format", "json").run();
            Alerts.same(alerts, Alerts.byId(replay.lines()));
        }
    }

    private static Workspace workspace(Path folder, StreamingServer server, String name) throws Exception {
        return Workspace.in(folder, name).service(server, name, Plant.SETTINGS).rule("plant.epl", Plant.RULES);
    }

    private static void publishAndKill(StreamingServer server, Workspace workspace, Path lines, Random random)
            throws Exception {
        try (Tocsin publisher =
                workspace.tocsin("publish", "--rate", "600", lines.toString()).start()) {
            for (int kills = 0; kills < KILLS; kills++) {
                long more = Monitor.lastSequence(server, "killed") + 1 + random.nextInt(120);
                try (Tocsin service = workspace.tocsin("run").start()) {
                    service.until("rings " + more + " times", () -> Monitor.lastSequence(server, "killed") >= more);
                    service.kill();
                }
                assertThat(publisher.isRunning())
                        .as("the stream goes on; %s", publisher.error())
                        .isTrue();
            }
            publisher.kill();
        }
    }

    private static void runToTheEnd(StreamingServer server, Workspace workspace, String alerts) throws Exception {
        try (Tocsin service = workspace.tocsin("run").start();
                Channel channel = Channel.of(server, alerts)) {
            channel.has("\"rule\":\"end\"");
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
    }

    /** The numbers of the derived events by rule, host and service, in order of arrival. */
    private static Map<String, List<Long>> numbersOfEach(Map<Long, String> events) {
        Map<String, List<Long>> numbers = new HashMap<>();
        events.forEach((number, text) -> {
            JsonNode event = Alerts.json(text);
            String key = event.path("rule") + " " + event.path("_id") + " "
                    + event.path("items").fieldNames().next();
            numbers.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
        });
        return numbers;
    }

    private static List<String> texts(StreamingServer server, String channel) throws Exception {
        return Channel.whole(server, channel).stream()
                .map(Channel.Received::text)
                .toList();
    }

    private static void derivedEventsAreComplete(StreamingServer server) throws Exception {
        List<String> all = texts(server, "derived");
        List<String> producers = new ArrayList<>(all.stream()
                .map(text -> Alerts.json(text).path("producer").asText())
                .distinct()
                .toList());
        assertThat(producers).hasSize(2);
        Map<Long, String> one = Alerts.byNumber(all, producers.get(0));
        Map<Long, String> other = Alerts.byNumber(all, producers.get(1));
        log.info("{} derived events, {} of them sent twice", one.size(), all.size() - one.size() - other.size());
        assertThat(one).hasSizeGreaterThan(500);
        assertThat(one.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, one.size()).boxed().toList());
        assertThat(other.keySet()).isEqualTo(one.keySet());
        assertThat(numbersOfEach(one)).isEqualTo(numbersOfEach(other)).allSatisfy((key, numbers) -> assertThat(numbers)
                .as("the order of %s", key)
                .isSorted());
        one.forEach((number, event) -> Alerts.equalButLastBits(event, String.valueOf(other.get(number))));
    }
}
