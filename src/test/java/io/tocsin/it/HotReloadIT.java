package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload in the middle of a window of five minutes; a message a second of engine time, the value being its number. */
final class HotReloadIT {
    private static final long START = 1_506_780_000_000L;
    /** More than the reloads leave time for. */
    private static final int LOAD = 60_000;

    private static final String AVERAGE =
            """
            @Name('average') @Alert(severity = 'info', summary = '{average}', each = true)
            select host, avg(metric) as average, count(*) as readings, max(time) as time
            from Metric(service = 'Number')#time(5 min) group by host output last at (*/1, *, *, *, *);

            @Name('mark') @Alert(severity = 'info', summary = 'mark {metric}', each = true)
            select host, metric from Metric(service = 'Number', metric % 50 = 0);
            """;
    private static final String OLD =
            """
            @Name('old') @Alert(severity = 'warning', summary = 'over 100: {metric}')
            select host, service, metric, time from Metric(service = 'Number', metric > 100);
            """;
    private static final String NEW =
            """
            @Name('new') @Alert(severity = 'critical', summary = 'over 350: {metric}')
            select host, service, metric, time from Metric(service = 'Number', metric > 350);
            """;
    private static final String BROKEN =
            """
            @Name('new') @Alert(severity = 'critical', summary = 'over 350: {metric}')
            select host, service, metric, time from Metrc(metric > 350);
            """;

    private static final String MORE =
            """
            @Name('more%s') @Alert(severity = 'info', summary = 'never', each = true)
            select host from Metric(metric > 1e9);
            """;

    @Test
    void aReloadInTheMiddleOfAWindowLosesNothingAndABrokenFileChangesNothing(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "clock: { stall: 1 h }\nrules: { poll: 100 ms }")
                    .rule("average.epl", AVERAGE)
                    .rule("old.epl", OLD);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                publish(workspace, 1, 200);
                alerts.has("mark 200");
                alerts.has("\"rule\":\"old\",\"state\":\"firing\"");

                workspace.rule("new.epl", BROKEN);
                service.says("the changed rules are refused, the old ones keep running:");
                service.says("epl/new.epl:2:41: there is no event, window or table 'Metrc', did you mean 'Metric'?");
                publish(workspace, 201, 400);
                alerts.has("mark 400");

                workspace.removeRule("old.epl").rule("new.epl", NEW);
                service.says("rules reloaded: added [new], changed [], removed [old]");
                alerts.has("\"rule\":\"new\",\"state\":\"firing\"");
                alerts.has("\"rule\":\"old\",\"state\":\"resolved\"");
                publish(workspace, 401, 900);
                alerts.has("mark 900");
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();

                List<String> all = List.copyOf(alerts.texts());
                openAlertsFollowTheRules(all);
                Tocsin.Result replay =
                        workspace.tocsin("replay", "--format", "json").run();
                Alerts.same(only("average", all), only("average", replay.lines()));
                Alerts.same(only("mark", all), only("mark", replay.lines()));
                averagesAreRight(all);
            }
        }
    }

    @Test
    void reloadsUnderLoadChangeNoAverage(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", Plant.SETTINGS.replace("10 min }", "10 min, poll: 100 ms }"))
                    .rule("plant.epl", Plant.RULES);
            Path lines = workspace.lines("plant.ndjson", Plant.lines(LOAD, 7));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                try (Tocsin publisher = workspace
                        .tocsin("publish", "--rate", "600", lines.toString())
                        .start()) {
                    for (int i = 1; i <= 3; i++) {
                        int more = alerts.size() + 100;
                        service.until("rings " + more + " times", () -> alerts.size() >= more);
                        workspace.rule("more.epl", MORE.formatted(i));
                        service.says("rules reloaded: added [more" + i + "]");
                        assertThat(publisher.isRunning())
                                .as("the load goes on; %s", publisher.error())
                                .isTrue();
                    }
                    publisher.kill();
                }
                Path end = workspace.lines("end.ndjson", List.of(Plant.end(LOAD)));
                assertThat(workspace.tocsin("publish", end.toString()).run().code())
                        .isZero();
                alerts.has("\"rule\":\"end\"");
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();

                Tocsin.Result replay =
                        workspace.tocsin("replay", "--format", "json").run();
                Alerts.same(Alerts.byId(alerts.texts()), Alerts.byId(replay.lines()));
            }
        }
    }

    private static void openAlertsFollowTheRules(List<String> all) {
        JsonNode resolved = one(all, "old", "resolved");
        assertThat(resolved.path("summary").asText()).isEqualTo("rule removed; last: over 100: 400");
        assertThat(resolved.path("startedAt").asText()).isEqualTo(time(101));
        assertThat(resolved.path("count").asInt()).isEqualTo(300);
        assertThat(resolved.path("sequence").asInt()).isEqualTo(400);
        JsonNode firing = one(all, "new", "firing");
        assertThat(firing.path("startedAt").asText()).isEqualTo(time(351));
        assertThat(firing.path("time").asText()).isEqualTo(time(400));
        assertThat(firing.path("count").asInt()).isEqualTo(50);
        assertThat(firing.path("summary").asText()).isEqualTo("over 350: 400");
    }

    /** In full minutes the average of five minutes of rising numbers is known without any engine. */
    private static void averagesAreRight(List<String> all) {
        List<Double> averages = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        for (String text : only("average", all).values()) {
            averages.add(Alerts.json(text).path("values").path("average").asDouble());
            int minute = averages.size();
            int last = minute * 60 - 1;
            expected.add((Math.max(1, last - 298) + last) / 2.0);
        }
        assertThat(averages).hasSize(15).isEqualTo(expected);
    }

    private static JsonNode one(List<String> all, String rule, String state) {
        List<JsonNode> found = all.stream()
                .map(Alerts::json)
                .filter(a -> a.path("rule").asText().equals(rule)
                        && a.path("state").asText().equals(state))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Map<String, String> only(String rule, List<String> all) {
        return Alerts.byId(all.stream()
                .filter(a -> a.contains("\"rule\":\"" + rule + "\""))
                .toList());
    }

    private static void publish(Workspace workspace, int from, int to) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            lines.add(String.format(
                    Locale.ROOT, "{\"_id\":\"a\",\"timestamp\":\"%s\",\"items\":{\"Number\":%d}}", time(i), i));
        }
        Path file = workspace.lines("numbers.ndjson", lines);
        Tocsin.Result published = workspace.tocsin("publish", file.toString()).run();
        assertThat(published.code()).as(published.err()).isZero();
    }

    private static String time(int number) {
        return UtcTime.format(START + number * 1_000L);
    }
}
