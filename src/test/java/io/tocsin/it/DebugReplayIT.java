package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking closer in a replay: one rule, one sensor, and how far it is. */
final class DebugReplayIT {
    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = '{metric} bar on {host}', resolveAfter = '30 sec')
            select host, service, metric, time from Metric(service = 'P', metric > 90);

            @Name('normal') @Resolve('high')
            select host, service from Metric(service = 'P', metric < 80);

            insert into Warm select * from Metric(service = 'T', metric > 30);

            @Name('warm') @Alert(severity = 'info', summary = '{n} warm', each = true)
            select count(*) as n from Warm#time_batch(1 min, 0L);
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void aPlant() throws Exception {
        workspace = Workspace.in(folder).rule("plant.epl", RULES);
        workspace.lines(
                "plant.ndjson",
                List.of(
                        line("10:00:00.500", "a", "\"P\":95.5,\"T\":31"),
                        line("10:00:10.000", "b", "\"P\":70"),
                        line("10:00:09.000", "a", "\"P\":85"),
                        line("10:01:00.000", "a\u001b[2J", "\"P\":91"),
                        line("10:01:01.000", "a", "\"P\":70")));
    }

    private static String line(String time, String host, String items) {
        return "{\"_id\":\"" + host.replace("\u001b", "\\u001b") + "\",\"timestamp\":\"2017-09-30T" + time
                + "Z\",\"items\":{" + items + "}}";
    }

    @Test
    void aTraceShowsEachEventOfASensorAndWhatTheRulesMadeOfIt() throws Exception {
        Tocsin.Result trace = replay("--trace", "a/P");

        assertThat(trace.code()).as(trace.err()).isZero();
        assertThat(trace.lines().subList(0, 8))
                .containsExactly(
                        "#1  2017-09-30T10:00:00.500Z  a/P  95.5  clock 2017-09-30T10:00:00.500Z",
                        "    row    high  host=\"a\", service=\"P\", metric=95.5, time=2017-09-30T10:00:00.500Z",
                        "    alert  2017-09-30T10:00:00Z  FIRING    CRITICAL  95.5 bar on a  [high a/P]",
                        "#3  2017-09-30T10:00:09.000Z  a/P  85.0  clock 2017-09-30T10:00:10.000Z  late by 1.000 s",
                        "after #3  clock 2017-09-30T10:01:00.000Z",
                        "    alert  2017-09-30T10:00:30Z  RESOLVED  CRITICAL  95.5 bar on a  [high a/P]",
                        "#5  2017-09-30T10:01:01.000Z  a/P  70.0  clock 2017-09-30T10:01:01.000Z",
                        "    row    normal  host=\"a\", service=\"P\"");
        assertThat(trace.out()).contains("\nmessages  5 received").contains("\nalerts    high  firing 2  resolved 1\n");
    }

    @Test
    void hostileNamesDoNotReachTheTerminal() throws Exception {
        assertThat(replay("--trace", "a\u001b[2J").lines().get(0))
                .isEqualTo("#4  2017-09-30T10:01:00.000Z  a\\u{1B}[2J/P  91.0  clock 2017-09-30T10:01:00.000Z");
    }

    @Test
    void asJsonATraceIsAStepALineAndNothingElse() throws Exception {
        Tocsin.Result trace = replay("--trace", "a/P", "--format", "json");

        List<JsonNode> steps = trace.lines().stream().map(Alerts::json).toList();
        assertThat(steps).extracting(step -> step.path("sequence").asLong()).containsExactly(1L, 3L, 3L, 5L);
        assertThat(trace.lines().get(0))
                .startsWith(
                        "{\"sequence\":1,\"clock\":\"2017-09-30T10:00:00.500Z\",\"event\":{\"host\":\"a\",\"service\":\"P\","
                                + "\"metric\":95.5,\"time\":\"2017-09-30T10:00:00.500Z\",\"late\":0,\"future\":false,"
                                + "\"skipped\":null,\"ttl\":300.0,\"longitude\":null,\"latitude\":null,\"context\":null},"
                                + "\"rows\":[{\"rule\":\"high\",\"values\":{\"host\":\"a\",\"service\":\"P\",\"metric\":95.5,"
                                + "\"time\":1506765600500}}],\"alerts\":[{\"id\":\"");
        assertThat(steps.get(1).path("event").path("late").asLong()).isEqualTo(1000);
        assertThat(steps.get(2).path("event").isNull()).isTrue();
        List<String> alerts = replay("--format", "json").lines();
        assertThat(steps.get(0).path("alerts").get(0)).isEqualTo(Alerts.json(alerts.get(0)));
    }

    @Test
    void aRuleAlone() throws Exception {
        List<String> all = replay("--format", "json").lines();

        Tocsin.Result high = replay("--only", "high", "--format", "json");

        assertThat(high.lines())
                .hasSize(3)
                .isEqualTo(all.stream()
                        .filter(a -> a.contains("\"rule\":\"high\""))
                        .toList());
        assertThat(replay("--only", "warm", "--only", "high", "--format", "json")
                        .lines())
                .isEqualTo(all)
                .hasSize(4);
        assertThat(replay("--only", "high", "--trace", "a").out())
                .doesNotContain(" warm")
                .contains(" normal  ");
    }

    @Test
    void aRuleThatIsNotThere() throws Exception {
        replay("--only", "hihg")
                .refuses(
                        2,
                        "--only hihg: no rule that raises, resolves or publishes has that name, did you mean 'high'?");
    }

    @Test
    void aTerminalSeesHowFarItIsAndHowLongItTakes() throws Exception {
        List<String> arguments = List.of("replay", "--file", "plant.ndjson", "--format", "json");

        Tocsin.Result terminal = workspace
                .tocsin(arguments.toArray(String[]::new))
                .with("TOCSIN_STDERR_TTY", "1")
                .run();
        Tocsin.Result none = workspace.tocsin(arguments.toArray(String[]::new)).run();

        assertThat(terminal.err()).containsPattern("\rreplay +[0-9]+% \\[.*\\].* \\([0-9:]+ / [0-9:?]+\\)");
        assertThat(none.err()).doesNotContain("\r").doesNotContain("%");
        assertThat(terminal.out()).isEqualTo(none.out());
    }

    private Tocsin.Result replay(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("replay", "--file", "plant.ndjson"));
        arguments.addAll(List.of(more));
        return workspace.tocsin(arguments.toArray(String[]::new)).run();
    }
}
