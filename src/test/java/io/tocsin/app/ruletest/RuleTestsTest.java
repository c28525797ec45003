package io.tocsin.app.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTestsTest {
    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'warning', summary = '{metric} on {host}', resolveAfter = '1 min')
            select host, service, metric from Metric(metric > 90);
            @Name('average') @Publish('derived')
            select host, 'avg' as service, avg(metric) as metric, max(time) as time
            from Metric#time(1 min) group by host having count(*) > 0 output last at (*/1, *, *, *, *);
            """;
    private static final String SILENCE =
            """
            @Name('silent') @Alert(severity = 'critical', summary = '{host} silent', absence = true)
            select rstream host, service from Metric#unique(host, service)#timetolive(seen + 30001) retain-intersection
            where current_timestamp > seen + 30000;
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void rules() throws Exception {
        Files.writeString(folder.resolve("high.epl"), RULES);
        Files.writeString(folder.resolve("silent.epl"), SILENCE);
    }

    private List<Outcome> run(String file, String tests) throws Exception {
        Files.writeString(folder.resolve(file), tests);
        List<Outcome> outcomes = new ArrayList<>();
        Settings settings = Settings.defaults();
        RuleFolder rules = new RuleFolder(folder);
        RuleSet set = new RuleCompiler(settings).compile(rules);
        int failed = RuleTests.of(rules, set, settings).run(outcomes::add);
        assertThat(outcomes.stream().filter(o -> !o.passed())).hasSize(failed);
        return outcomes;
    }

    private static List<String> lines(Outcome outcome) {
        return outcome.lines().stream()
                .map(l -> l.verdict() + " " + l.when() + " " + l.what())
                .toList();
    }

    private static final String STEADY =
            """
            tests:
              - name: rings
                series:
                  - { host: a, service: p, values: 80 91 92 80x8 }
            """;

    @Test
    void whatComesAsExpectedPasses() throws Exception {
        List<Outcome> outcomes = run(
                "high.test.yaml",
                STEADY
                        + """
                              alerts:
                                - { at: 10 s, rule: high, host: a, service: p, severity: warning, count: 1,
                                    summary: 91 on a, values: { metric: 91 } }
                                - { at: 1 min 20 s, rule: high, state: resolved, started: 10 s, count: 2 }
                          """);

        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).passed()).as("%s", outcomes.get(0)).isTrue();
    }

    @Test
    void whatIsMissingAndWhatIsNotExpectedFail() throws Exception {
        Outcome outcome = run(
                        "high.test.yaml",
                        STEADY
                                + """
                                      alerts:
                                        - { at: 10 s, rule: high, severity: critical }
                                        - { at: 1 min 20 s, rule: high, state: resolved }
                                  """)
                .get(0);

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.line()).isEqualTo(2);
        assertThat(lines(outcome))
                .containsExactly(
                        "MISSING 10 s firing high critical",
                        "UNEXPECTED 10 s firing high a/p warning count 1 \"91 on a\"",
                        "CAME 1 min 20 s resolved high a/p warning count 2 \"92 on a\"");
    }

    @Test
    void eachExpectationIsMetOnceAndTheMostPreciseFirst() throws Exception {
        List<Outcome> outcomes = run(
                "high.test.yaml",
                """
                tests:
                  - name: two hosts
                    series:
                      - { host: a, service: p, values: 91 }
                      - { host: b, service: p, values: 91 }
                    alerts:
                      - { at: 0 s, rule: high }
                      - { at: 0 s, rule: high, host: a }
                  - name: one too few
                    series:
                      - { host: a, service: p, values: 91 }
                    alerts:
                      - { at: 0 s, rule: high }
                      - { at: 0 s, rule: high }
                """);

        assertThat(outcomes).extracting(Outcome::passed).containsExactly(true, false);
    }

    @Test
    void theClockGoesOnWhenNothingComes() throws Exception {
        List<Outcome> outcomes = run(
                "silent.test.yaml",
                """
                tests:
                  - name: rings
                    series:
                      - { host: a, service: p, values: 80 _ 80 }
                    until: 1 min
                    alerts:
                      - { at: 50 s 1 ms, rule: silent, host: a }
                  - name: at the end of the time it is still in time
                    series:
                      - { host: a, service: p, values: 80 _x2 80 }
                    until: 60 s
                    alerts: []
                """);

        assertThat(outcomes).as("%s", outcomes).allMatch(Outcome::passed);
    }

    @Test
    void onlyTheRulesOfTheFileBesideAreTestedUnlessOthersAreNamed() throws Exception {
        String series = "    series:\n      - { host: a, service: p, values: 91 }\n    until: 40 s\n";
        List<Outcome> outcomes = run(
                "high.test.yaml",
                "tests:\n  - name: beside\n" + series + "    alerts: [{ at: 0 s, rule: high }]\n"
                        + "  - name: named\n" + series + "    rules: [silent]\n    alerts: []\n"
                        + "  - name: never\n" + series
                        + "    alerts: [{ at: 0 s, rule: high }]\n    never: [{ rule: silent }]\n");

        assertThat(outcomes).extracting(Outcome::passed).containsExactly(true, false, false);
        assertThat(lines(outcomes.get(1)))
                .containsExactly("UNEXPECTED 30 s 1 ms firing silent a/p critical count 1 \"a silent\"");
        assertThat(lines(outcomes.get(2)))
                .containsExactly(
                        "CAME 0 s firing high a/p warning count 1 \"91 on a\"",
                        "FORBIDDEN 30 s 1 ms firing silent a/p critical count 1 \"a silent\": line 18 says never");
    }

    @Test
    void derivedEventsAreComparedWhereTheyAreAskedFor() throws Exception {
        String test = "tests:\n  - name: t\n    series:\n      - { host: a, service: p, values: 80 82x6 }\n";
        assertThat(run("high.test.yaml", test).get(0).passed()).isTrue();
        assertThat(run(
                                "high.test.yaml",
                                test
                                        + "    derived: [{ at: 60 s, rule: average, host: a, service: avg, metric: 82 }]\n")
                        .get(0))
                .satisfies(o -> assertThat(lines(o)).containsExactly("CAME 1 min derived average a/avg 82.0"));
        assertThat(run("high.test.yaml", test + "    derived: []\n").get(0).passed())
                .isFalse();
    }

    @Test
    void aLateValueKeepsItsOwnTime() throws Exception {
        Files.writeString(
                folder.resolve("late.epl"),
                "@Name('late') @Alert(severity = 'info', summary = 'late', each = true) select host, time, seen from Metric(time < seen);");
        Outcome outcome = run(
                        "late.test.yaml",
                        """
                        tests:
                          - name: late
                            series:
                              - { host: a, service: p, values: 1x3 }
                              - { host: b, service: p, values: 1, at: 20 s, late: 15 s }
                            alerts:
                              - { at: 20 s, rule: late, state: notice, host: b, values: { time: 1577836805000 } }
                        """)
                .get(0);

        assertThat(outcome.passed()).as("%s", outcome).isTrue();
    }

    @Test
    void whatNeverReachedTheRulesIsSaid() throws Exception {
        Outcome outcome = run(
                        "high.test.yaml",
                        """
                        tests:
                          - name: a name too long
                            series:
                              - { host: %s, service: p, values: 91 }
                            alerts: [{ at: 0 s, rule: high }]
                        """
                                .formatted("h".repeat(2000)))
                .get(0);

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.remarks()).containsExactly("1 messages skipped: name too long");
    }

    @Test
    void everyProblemOfEveryFileComesInOneReport() throws Exception {
        Files.writeString(
                folder.resolve("a.test.yaml"),
                """
                tests:
                  - name: nothing
                  - name: wrong
                    series:
                      - { host: a, service: p, values: 8y }
                """);
        assertThatThrownBy(
                        () -> run(
                                "high.test.yaml",
                                """
                        tests:
                          - name: names
                            series: [{ host: a, service: p, values: 8 }]
                            alerts: [{ at: 0 s, rule: hihg }, { at: 0 s, rule: silent }]
                            never: [{ rule: silnt }]
                        """))
                .isInstanceOfSatisfying(
                        RuleException.class,
                        e -> assertThat(e.problems().stream()
                                        .map(p -> p.toString().replace(folder + "/", "")))
                                .containsExactly(
                                        "a.test.yaml:2:5: tests[1] sends nothing: give series, or a log",
                                        "a.test.yaml:5:9: tests[2].series[1] '8y' is no value: write a number, 85x3 for three times"
                                                + " the same, 80+2x4 for four values in steps of 2, _ for none",
                                        "high.test.yaml:4:14: no rule of the folder has the name 'hihg', did you mean 'high'?",
                                        "high.test.yaml:4:39: rule 'silent' is not tested here: name it, and the others, under"
                                                + " 'rules'",
                                        "high.test.yaml:5:13: no rule of the folder has the name 'silnt', did you mean 'silent'?"));
    }
}
