package io.tocsin.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin explain}: the rule as it was, and the events of the stretch. */
final class ExplainIT {
    private static final int MESSAGES = 3_000;
    /** By an event, a resolver, the sensor's return, and three kinds of timers. */
    private static final List<String> KINDS = List.of(
            "high firing",
            "high resolved",
            "silence resolved",
            "high repeated",
            "spike resolved",
            "average-high firing");

    @TempDir
    private Path folder;

    @Test
    void everyKindOfAlertComesAgainWithItsEventsBesideTheService() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = plant(server);
            List<String> lines = publish(workspace);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                Map<String, JsonNode> kinds = kinds(alerts);
                for (String kind : KINDS) {
                    explained(workspace, kind, requireNonNull(kinds.get(kind), kind), lines);
                }
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }
            text(workspace);
        }
    }

    /** The last alert of each rule and state. */
    private static Map<String, JsonNode> kinds(Channel alerts) {
        Map<String, JsonNode> kinds = new LinkedHashMap<>();
        alerts.texts().stream()
                .map(Alerts::json)
                .forEach(a -> kinds.put(
                        a.path("rule").asText() + " " + a.path("state").asText(), a));
        return kinds;
    }

    private static void explained(Workspace workspace, String kind, JsonNode alert, List<String> lines)
            throws Exception {
        String id = alert.path("id").asText().substring(0, 12);
        Tocsin.Result result = workspace
                .tocsin("explain", id, "--format", "json", "--last", "1000")
                .run();
        assertThat(result.code()).as(result.err()).isZero();
        JsonNode explanation = Alerts.json(result.out());

        assertThat(explanation.path("change")).isEqualTo(alert);
        assertThat(explanation.path("again").asBoolean()).as(result.out()).isTrue();
        assertThat(explanation.path("rule").path("today").asText()).isEqualTo("same");
        assertThat(explanation
                        .path("rule")
                        .path("statements")
                        .get(0)
                        .path("text")
                        .asText())
                .startsWith("@Name('" + alert.path("rule").asText() + "')");
        List<JsonNode> steps = new ArrayList<>();
        explanation.path("steps").forEach(steps::add);
        JsonNode last = steps.get(steps.size() - 1);
        assertThat(last.path("alerts")).as(kind).contains(alert);
        List<JsonNode> events =
                steps.stream().filter(step -> step.path("event").isObject()).toList();
        assertThat(events).as(kind).hasSizeGreaterThan(3).allSatisfy(step -> {
            JsonNode event = step.path("event");
            assertThat(event.path("host")).isEqualTo(alert.path("host"));
            assertThat(event.path("service")).isEqualTo(alert.path("service"));
            JsonNode line = Alerts.json(lines.get(step.path("sequence").asInt() - 1));
            assertThat(line.path("_id")).isEqualTo(event.path("host"));
            assertThat(line.path("timestamp")).isEqualTo(event.path("time"));
            assertThat(line.path("items").path(event.path("service").asText()).asDouble())
                    .isEqualTo(event.path("metric").asDouble());
        });
        assertThat(explanation.path("events").asInt()).isGreaterThanOrEqualTo(events.size());
        if (kind.equals("high firing")) {
            assertThat(last.path("event").path("metric"))
                    .isEqualTo(alert.path("values").path("metric"));
        }
    }

    /** For people, without a service. */
    private static void text(Workspace workspace) throws Exception {
        JsonNode alert = Alerts.json(workspace
                .tocsin("alerts", "--rule", "high", "--last", "1", "--format", "json")
                .run()
                .lines()
                .get(0));
        String id = alert.path("alert").asText();

        Tocsin.Result result = workspace.tocsin("explain", id, "--last", "3").run();

        assertThat(result.code()).as(result.err()).isZero();
        List<String> said = result.lines();
        assertThat(said.get(0)).startsWith("alert " + id + ", change ");
        assertThat(said.get(1)).matches("  > \\S+Z  FIRING    CRITICAL  Pressure .*  #\\d+");
        assertThat(result.out())
                .contains("\nrule high, as it was in effect from message 1 on; today it is the same\n  plant.epl:1\n"
                        + "    @Name('high') @Alert(severity = 'critical'")
                .contains("\n  resolved by plant.epl:4\n    @Name('normal') @Resolve('high')\n")
                .containsPattern("\nevents of Pressure of pump-\\d: \\d+, from \\S+Z on; the last steps:\n#\\d+  ")
                .containsPattern(
                        "\n    row    high  host=\"pump-\\d\", .*\n    alert  .*  FIRING .*\n\nreplayed messages \\d+ to ")
                .endsWith("; the change came again, with the same id\n");
        assertThat(said.stream().filter(line -> line.startsWith("#"))).hasSize(3);
        ids(workspace, alert);
    }

    private static void ids(Workspace workspace, JsonNode alert) throws Exception {
        workspace
                .tocsin("explain", "0123456789abcdef0123456789abcdef")
                .run()
                .refuses(
                        1,
                        "0123456789abcdef0123456789abcdef: the history holds no such alert; `tocsin alerts --format json`"
                                + " lists what it holds");
        workspace
                .tocsin("explain", "pump-1")
                .run()
                .refuses(
                        2,
                        "pump-1 is no id: give the first hex digits, at most 32, of what alerts have as id or alert");
        Tocsin.Result several = workspace
                .tocsin("explain", alert.path("id").asText().substring(0, 1))
                .run();
        assertThat(several.code()).isEqualTo(2);
        assertThat(several.errorLines().get(0)).endsWith(" is the beginning of several ids; give more digits:");
        assertThat(several.errorLines()).hasSize(12).last().asString().matches("  and \\d+ more");
        assertThat(several.out()).isEmpty();
    }

    @Test
    void theRuleIsShownAsItWasThoughItChangedSince() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = plant(server);
            publish(workspace);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                workspace.rule("plant.epl", Plant.RULES.replace("metric > 90", "metric > 190"));
                service.says("rules reloaded: added [], changed [high]");
                String id = requireNonNull(kinds(alerts).get("high firing"))
                        .path("id")
                        .asText();

                Tocsin.Result changed = workspace.tocsin("explain", id).run();
                assertThat(changed.out())
                        .contains("; today it, or what it hangs together with, reads otherwise\n", "metric > 90)")
                        .doesNotContain("190")
                        .endsWith("; the change came again, with the same id\n");

                workspace.rule("plant.epl", "// nothing\n" + Plant.RULES.replace("'high'", "'higher'"));
                Tocsin.Result gone = workspace.tocsin("explain", id).run();
                assertThat(gone.out())
                        .contains("; today there is no such rule\n", "metric > 90)")
                        .endsWith("; the change came again, with the same id\n");

                service.says("rules reloaded: added [higher]");
                alerts.has("\"rule\":\"higher\",\"state\":\"firing\"");
                String higher = requireNonNull(kinds(alerts).get("higher firing"))
                        .path("id")
                        .asText();
                assertThat(workspace.tocsin("explain", higher).run().out())
                        .as("it fired by the reload, and had begun before")
                        .contains("\n    @Name('higher')", "; today it is the same\n")
                        .endsWith("; the change came again, with the same id\n");

                workspace.removeRule("plant.epl");
                assertThat(workspace.tocsin("explain", id).run().out()).contains("; today's rules cannot be read\n");
            }
        }
    }

    @Test
    void anAlertWhoseBeginTheHistoryHasForgotten() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = plant(server);
            publish(workspace);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                assertThat(service.terminate().finish().code()).isZero();
            }
            try (Connection state = DriverManager.getConnection("jdbc:sqlite:" + workspace.path("state/tocsin.db"));
                    Statement s = state.createStatement()) {
                assertThat(s.executeUpdate("delete from history")).isPositive();
            }
            JsonNode repeated = workspace.tocsin("alerts", "--open", "--format", "json").run().lines().stream()
                    .map(Alerts::json)
                    .filter(a -> a.path("state").asText().equals("repeated"))
                    .findFirst()
                    .orElseThrow();

            Tocsin.Result result = workspace
                    .tocsin("explain", repeated.path("alert").asText(), "--format", "json")
                    .run();

            JsonNode explanation = Alerts.json(result.out());
            assertThat(explanation.path("change")).isEqualTo(repeated);
            assertThat(explanation.path("again").asBoolean()).as(result.out()).isTrue();
        }
    }

    @Test
    void whatTheLogNoLongerHasIsSaid() throws Exception {
        try (StreamingServer server = StreamingServer.start(
                null, folder.resolve("server"), List.of("--max_msgs", Integer.toString(MESSAGES / 2)))) {
            Workspace workspace = plant(server);
            List<String> lines = new ArrayList<>(Plant.lines(MESSAGES, 5));
            lines.add(Plant.end(MESSAGES));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                Path file = workspace.lines("plant.ndjson", lines);
                assertThat(workspace
                                .tocsin("publish", "--rate", "2000", file.toString())
                                .run()
                                .code())
                        .isZero();
                alerts.has("\"rule\":\"end\"");
                List<JsonNode> all = alerts.texts().stream().map(Alerts::json).toList();
                String first = all.get(0).path("id").asText();
                long begins = MESSAGES + 1 - MESSAGES / 2 + 1;

                Tocsin.Result gone = workspace.tocsin("explain", first).run();

                assertThat(gone.code()).as(gone.err()).isZero();
                assertThat(gone.out())
                        .contains("\nrule ", "@Name(")
                        .endsWith("\nwhat led to it can no longer be told: nats-streaming 0.25.6 at 127.0.0.1:"
                                + server.port() + ", channel sensors begins with message " + begins + "\n");

                String cut = all.stream()
                        .filter(a -> a.path("sequence").asLong() > begins + 50
                                && a.path("state").asText().equals("notice"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asText();
                assertThat(workspace.tocsin("explain", cut).run().out())
                        .contains(", which begins with message " + begins
                                + ": what came before had its say too; the change" + " came again, with the same id\n");
            }
        }
    }

    @Test
    void aFileIsEnoughWithoutServerAndHistory() throws Exception {
        Workspace workspace = Workspace.in(folder).rule("plant.epl", Plant.RULES);
        workspace.lines("plant.ndjson", Plant.lines(MESSAGES, 5));
        JsonNode alert = Alerts.json(workspace
                .tocsin("replay", "--file", "plant.ndjson", "--only", "average-high", "--format", "json")
                .run()
                .lines()
                .get(1));

        Tocsin.Result result = workspace
                .tocsin("explain", alert.path("id").asText().substring(0, 10), "--file", "plant.ndjson")
                .run();

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("alert " + alert.path("alert").asText())
                .contains("\nrule average-high; as it is today\n")
                .endsWith(" of file plant.ndjson; the change came again, with the same id\n");
        workspace
                .tocsin("explain", "0123456789", "--file", "plant.ndjson")
                .run()
                .refuses(1, "0123456789: a replay of the file by today's rules gives no such alert");
        workspace
                .tocsin("explain", "0123456789", "--file", "-")
                .run()
                .refuses(2, "standard input is read once, and explain has to look twice: save it to a file");
    }

    private Workspace plant(StreamingServer server) throws Exception {
        return Workspace.in(folder).rule("plant.epl", Plant.RULES).service(server, "alerts", Plant.SETTINGS);
    }

    private static List<String> publish(Workspace workspace) throws Exception {
        List<String> lines = new ArrayList<>(Plant.lines(MESSAGES, 5));
        lines.add(Plant.end(MESSAGES));
        Path file = workspace.lines("plant.ndjson", lines);
        assertThat(workspace.tocsin("publish", file.toString()).run().code()).isZero();
        return lines;
    }
}
