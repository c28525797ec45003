package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live run with all that the log does not hold: idle stretches in which ticks move the clock, a threshold that changes, a
 * reload, a kill, starts with other rules and other settings. The journal has it, and a replay as it was gives the same bytes.
 */
final class AsItWasIT {
    private static final String SETTINGS = "ttl: { default: %s }\nclock: { stall: 100 ms, tolerance: 1 s }\n"
            + "rules: { horizon: 10 s, poll: 100 ms, variables: { most: %d } }";
    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = '{metric} over {most}', resolveAfter = '2 sec')
            select host, service, metric, time, most from Metric(service = 'P', metric > most);

            @Name('silence') @Alert(severity = 'warning', summary = '{host}', absence = true)
            select rstream host, service, seen as last from
              Metric#unique(host, service)#timetolive(seen + cast(ttl * 1000, long) + 1) retain-intersection
              where current_timestamp > seen + cast(ttl * 1000, long);

            @Name('average') @Alert(severity = 'info', summary = '{average}', each = true)
            select host, avg(metric) as average from Metric(service = 'P')#time(3 sec) group by host
            output last at (*, *, *, *, *, *);

            @Name('mark') @Alert(severity = 'info', summary = 'mark {metric}', each = true)
            select host, metric from Metric(service = 'Mark');
            """;
    private static final String MORE =
            """
            @Name('low') @Alert(severity = 'info', summary = 'low {metric}')
            select host, service, metric, time from Metric(service = 'P', metric < %d);
            """;

    private int mark;

    @Test
    void aReplayAsItWasGivesTheAlertsOfTheLiveRunByteByByte(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder).rule("rules.epl", RULES);
            workspace.service(server, "alerts", SETTINGS.formatted("900 ms", 90));
            try (Channel alerts = Channel.of(server, "alerts")) {
                try (Tocsin service = workspace.tocsin("run").start()) {
                    service.says("source: ");
                    publish(workspace, alerts);
                    silence(alerts, 3); // by ticks
                    workspace.service(server, "alerts", SETTINGS.formatted("900 ms", 85));
                    service.says("variables changed: [most], in effect after message 301");
                    publish(workspace, alerts);
                    workspace.rule("more.epl", MORE.formatted(20));
                    service.says("rules reloaded: added [low]");
                    publish(workspace, alerts);
                    service.kill();
                }
                workspace.rule("more.epl", MORE.formatted(40));
                workspace.service(server, "alerts", SETTINGS.formatted("500 ms", 80));
                try (Tocsin service = workspace.tocsin("run").start()) {
                    service.says("source: ");
                    publish(workspace, alerts);
                    workspace.removeRule("more.epl");
                    service.says("rules reloaded: added [], changed [], removed [low]");
                    publish(workspace, alerts);
                    silence(alerts, 6);
                    assertThat(service.terminate().finish().code())
                            .as(service.error())
                            .isZero();
                }
                List<String> live =
                        workspace.tocsin("alerts", "--format", "json").run().lines();
                assertThat(Alerts.byId(alerts.texts())).isEqualTo(Alerts.byId(live));
                assertThat(rings(live, "high", "firing")).isGreaterThan(1);
                assertThat(rings(live, "low", "firing")).isGreaterThan(1);
                assertThat(rings(live, "low", "resolved")).isPositive();
                assertThat(rings(live, "average", "notice")).isGreaterThan(10);

                assertThat(replay(workspace, "--as-it-was").lines()).containsExactlyElementsOf(live);
                for (String speed : List.of("10", "1")) {
                    assertThat(replay(workspace, "--as-it-was", "--speed", speed)
                                    .lines())
                            .as("at speed %s", speed)
                            .containsExactlyElementsOf(live);
                }
                assertThat(replay(workspace).lines()).as("by today's rules").isNotEqualTo(live);
                String cut =
                        Alerts.json(live.get(live.size() / 2)).path("sequence").asText();
                List<String> tail = live.stream()
                        .filter(a -> Alerts.json(a).path("sequence").asLong() >= Long.parseLong(cut))
                        .toList();
                List<String> from =
                        replay(workspace, "--as-it-was", "--from", cut).lines();
                assertThat(from).isNotEmpty().isSubsetOf(live);
                assertThat(tail).as("all that the horizon knows").endsWith(from.get(from.size() - 1));
            }
        }
    }

    @Test
    void withoutAJournalItSaysSo(@TempDir Path folder) throws Exception {
        Workspace.in(folder)
                .rule("rules.epl", RULES)
                .tocsin("replay", "--as-it-was")
                .run()
                .refuses(1, "config/state: holds no journal; tocsin run keeps it there, and state.folder says where");
    }

    private static Tocsin.Result replay(Workspace workspace, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("replay", "--format", "json"));
        arguments.addAll(List.of(more));
        Tocsin.Result result =
                workspace.tocsin(arguments.toArray(String[]::new)).run();
        assertThat(result.code()).as(result.err()).isZero();
        boolean asItWas = arguments.contains("--as-it-was");
        assertThat(result.err()).contains(asItWas ? "basis     log and journal, as it was" : "basis     log, and ");
        return result;
    }

    private static long rings(List<String> alerts, String rule, String state) {
        return alerts.stream()
                .filter(a -> a.contains("\"rule\":\"" + rule + "\",\"state\":\"" + state + "\""))
                .count();
    }

    private static void silence(Channel alerts, int times) {
        alerts.until(times + " silences", all -> {
            List<String> texts = all.stream().map(Channel.Received::text).toList();
            return rings(texts, "silence", "firing") >= times;
        });
    }

    /** Some three seconds of three hosts, with late and future events. */
    private void publish(Workspace workspace, Channel alerts) throws Exception {
        long start = System.currentTimeMillis() - 3_000;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long time = start + i * 10L;
            long dated = i % 17 == 3 ? time - 2_500 : i % 71 == 70 ? time + 3_600_000 : time;
            double value = 50 + 48 * Math.sin(i * 0.13 + mark);
            lines.add(line("h" + i % 3, "P", dated, value));
        }
        lines.add(line("h0", "Mark", start + 3_000, ++mark));
        Path file = workspace.lines("lines.ndjson", lines);
        Tocsin.Result published =
                workspace.tocsin("publish", "--rate", "400", file.toString()).run();
        assertThat(published.code()).as(published.err()).isZero();
        alerts.has("\"mark " + mark + "\"");
    }

    private static String line(String host, String service, long time, double value) {
        return "{\"_id\":\"" + host + "\",\"timestamp\":\"" + UtcTime.format(time) + "\",\"items\":{\"" + service
                + "\":" + value + "}}";
    }
}
