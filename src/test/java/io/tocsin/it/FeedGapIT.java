package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import io.tocsin.nats.FaultProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fleet under the shipped rule of silence whose feed breaks in every way there is. A second rule rings for the same
 * silences without calling them absence: it shows the storm that there would have been.
 */
final class FeedGapIT {
    private static final Logger log = LoggerFactory.getLogger(FeedGapIT.class);
    private static final int SENSORS = 200;
    private static final Duration TTL = Duration.ofSeconds(12);
    private static final String SETTINGS =
            """
            log:
              url: %s
              monitor: %s
              start: beginning
              watchdog: 1 s
            ttl: { default: 12 s }
            clock: { stall: 200 ms }
            feed: { down: 2 s, quiet: 6 s, grace: 10 s }
            sinks:
              nats: { channel: alerts }
              terminal: {}
              retry: { first: 50 ms, most: 500 ms }
            """;
    private static final String STORM =
            """
            @Name('storm') @Alert(severity = 'info', summary = '{host}', each = true)
            select rstream host from Metric#unique(host, service)#timetolive(seen + cast(ttl * 1000, long) + 1) retain-intersection
            where current_timestamp > seen + cast(ttl * 1000, long);

            @Name('heard') @Alert(severity = 'info', summary = '{host}', each = true)
            select host from Metric(host = 'h0');
            """;
    /** Reports of one sensor after which all have reported. */
    private static final int ROUNDS = 3;

    @Test
    void aDeadBridgeRingsOnceForTheFleetWhateverBecomesOfServiceAndRulesMeanwhile(@TempDir Path folder)
            throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = workspace(folder, server, server.url());
            try (Fleet fleet = new Fleet(server, SENSORS);
                    Channel alerts = Channel.of(server, "alerts")) {
                try (Tocsin service = workspace.tocsin("run").start()) {
                    service.says("source: ");
                    alerts.until("reports of all sensors", all -> count(texts(all), "heard", "notice") >= ROUNDS);
                    fleet.die(7);
                    fleet.bridgeDies();
                    alerts.has("\"rule\":\"tocsin.feed-quiet\",\"state\":\"firing\"");
                    service.kill();
                }
                try (Tocsin service = workspace.tocsin("run").start()) {
                    alerts.until("the storm of all sensors", all -> count(texts(all), "storm", "notice") >= SENSORS);
                    String silence = Files.readString(Workspace.REPOSITORY.resolve("epl/silence.epl"));
                    workspace.rule("still.epl", silence.replace("'silence'", "'still'"));
                    service.says("rules reloaded: added [still]");
                    fleet.bridgeReturns();
                    alerts.has("\"rule\":\"tocsin.feed-quiet\",\"state\":\"resolved\"");
                    service.kill();
                }
                try (Tocsin service = workspace.tocsin("run").start()) {
                    alerts.has("\"rule\":\"still\",\"state\":\"firing\"");
                    assertThat(service.terminate().finish().code())
                            .as(service.error())
                            .isZero();
                }
            }
            List<String> live = history(workspace);
            assertThat(rung(live, "tocsin.")).containsExactly("tocsin.feed-quiet firing", "tocsin.feed-quiet resolved");
            assertThat(rung(live, "silence")).containsExactly("silence firing h7");
            assertThat(rung(live, "still")).as("a rule that came in the gap").containsExactly("still firing h7");
            assertOriginalDeadline(live);
            assertThat(asItWas(workspace)).containsExactlyElementsOf(live);
        }
    }

    @Test
    void aBrokenConnectionAndAServerThatIsAwayRingOnceEach(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of());
                FaultProxy proxy = new FaultProxy(server.port())) {
            Workspace workspace = workspace(folder, server, proxy.url());
            try (Fleet fleet = new Fleet(server, SENSORS);
                    Tocsin service = workspace.tocsin("run").start();
                    Growing rings = service.growing()) {
                service.says("source: ");
                rings(service, rings, "NOTICE", "[heard", ROUNDS);
                fleet.die(3);
                proxy.refuse();
                rings(service, rings, "FIRING", "[tocsin.feed-down", 1);
                proxy.heal();
                rings(service, rings, "RESOLVED", "[tocsin.feed-down", 1);
                rings(service, rings, "FIRING", "[silence", 1);
                long storm = ringing(rings, "NOTICE", "[storm");

                fleet.die(9);
                server.kill();
                long killed = System.nanoTime();
                rings(service, rings, "FIRING", "[tocsin.feed-down", 2);
                await("a server that is away for longer than sensors may be silent")
                        .atMost(Tocsin.LIMIT)
                        .until(() ->
                                System.nanoTime() - killed > TTL.plusSeconds(4).toNanos());
                server.restart();
                rings(service, rings, "RESOLVED", "[tocsin.feed-down", 2);
                rings(service, rings, "FIRING", "[silence", 2);
                assertThat(ringing(rings, "NOTICE", "[storm") - storm).isGreaterThan(SENSORS - 5);
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }
            List<String> live = history(workspace);
            assertThat(rung(live, "tocsin."))
                    .containsExactly(
                            "tocsin.feed-down firing",
                            "tocsin.feed-down resolved",
                            "tocsin.feed-down firing",
                            "tocsin.feed-down resolved");
            assertThat(rung(live, "silence")).containsExactly("silence firing h3", "silence firing h9");
            assertOriginalDeadline(live);
            assertThat(asItWas(workspace)).containsExactlyElementsOf(live);
        }
    }

    private static Workspace workspace(Path folder, StreamingServer server, String url) throws Exception {
        return Workspace.in(folder)
                .shippedRule("silence.epl")
                .rule("storm.epl", STORM)
                .config(SETTINGS.formatted(url, server.monitor()));
    }

    private static void rings(Tocsin service, Growing rings, String state, String origin, int times) {
        service.until(times + " times " + state + " " + origin, () -> ringing(rings, state, origin) >= times);
    }

    private static long ringing(Growing rings, String state, String origin) throws Exception {
        return rings.lines().stream()
                .filter(line -> line.contains("  " + state + " ") && line.contains(origin))
                .count();
    }

    private static List<String> texts(List<Channel.Received> all) {
        return List.copyOf(
                Alerts.byId(all.stream().map(Channel.Received::text).toList()).values());
    }

    private static long count(List<String> alerts, String rule, String state) {
        return alerts.stream()
                .filter(a -> a.contains("\"rule\":\"" + rule + "\",\"state\":\"" + state + "\""))
                .count();
    }

    private static List<String> history(Workspace workspace) throws Exception {
        Tocsin.Result result = workspace.tocsin("alerts", "--format", "json").run();
        assertThat(result.code()).as(result.err()).isZero();
        log.info("{} alerts", result.lines().size());
        return result.lines();
    }

    private static List<String> asItWas(Workspace workspace) throws Exception {
        Tocsin.Result result =
                workspace.tocsin("replay", "--as-it-was", "--format", "json").run();
        assertThat(result.code()).as(result.err()).isZero();
        return result.lines();
    }

    /** Rule, state and host where there is one. */
    private static List<String> rung(List<String> alerts, String rules) {
        return alerts.stream()
                .map(Alerts::json)
                .filter(a -> a.path("rule").asText().startsWith(rules))
                .map(a -> a.path("rule").asText() + " " + a.path("state").asText()
                        + (a.path("host").isNull() ? "" : " " + a.path("host").asText()))
                .toList();
    }

    private static void assertOriginalDeadline(List<String> alerts) {
        for (String text : alerts) {
            JsonNode alert = Alerts.json(text);
            if (!alert.path("values").path("dueTime").isMissingNode()) {
                long due = alert.path("values").path("dueTime").asLong();
                assertThat(alert.path("startedAt").asText()).as(text).isEqualTo(UtcTime.format(due + 1));
                assertThat(alert.path("time").asText()).as(text).isGreaterThan(UtcTime.format(due + 1));
            }
        }
    }
}
