package io.tocsin.app.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTestVariablesTest {
    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'warning', summary = '{metric}', each = true)
            select host, service, metric from Metric(metric > upper);
            @Name('many') @Alert(severity = 'warning', summary = '{n}', each = true)
            select host, kept & 3L as bits, count(*) as n from Metric#time(kept sec) group by host having count(*) = 2;
            """;

    private static final Settings SETTINGS =
            Settings.defaults().withVariables(Map.of("upper", 90L, "kept", 1L, "site", "north", "armed", true));

    @TempDir
    private Path folder;

    private List<Outcome> run(String tests) throws Exception {
        Files.writeString(folder.resolve("high.epl"), RULES);
        Files.writeString(folder.resolve("high.test.yaml"), "tests:\n" + tests);
        List<Outcome> outcomes = new ArrayList<>();
        RuleFolder rules = new RuleFolder(folder);
        RuleTests.of(rules, new RuleCompiler(SETTINGS).compile(rules), SETTINGS).run(outcomes::add);
        return outcomes;
    }

    @Test
    void eachTestHasItsOwnValuesAndOthersKeepThoseOfTheSettings() throws Exception {
        List<Outcome> outcomes = run(
                """
                  - name: lower limit
                    variables: { upper: 70 }
                    series: [ { host: a, service: p, values: 80 } ]
                    alerts: [ { at: 0 s, rule: high, state: notice } ]
                  - name: longer window
                    variables: { kept: 15 }
                    series: [ { host: a, service: p, values: 80 80 } ]
                    alerts: [ { at: 10 s, rule: many, state: notice } ]
                  - name: as in the settings
                    series: [ { host: a, service: p, values: 80 80 } ]
                """);
        assertThat(outcomes).extracting(Outcome::passed).containsExactly(true, true, true);
    }

    @Test
    void aValueThatMakesNoDifferenceIsShownByTheTestThatFails() throws Exception {
        List<Outcome> outcomes = run(
                """
                  - name: higher limit
                    variables: { upper: 95 }
                    series: [ { host: a, service: p, values: 93 } ]
                    alerts: [ { at: 0 s, rule: high, state: notice } ]
                """);
        assertThat(outcomes).extracting(Outcome::passed).containsExactly(false);
    }

    @Test
    void whatDoesNotFitIsNamedAtItsTestAllInOneReport() {
        assertThatThrownBy(
                        () -> run(
                                """
                  - name: unknown and wrong
                    variables: { uper: 70, site: 5, armed: "yes" }
                    series: [ { host: a, service: p, values: 80 } ]
                  - name: refused
                    variables: { kept: 1.5 }
                    series: [ { host: a, service: p, values: 80 } ]
                """))
                .isInstanceOfSatisfying(RuleException.class, e -> assertThat(e.problems())
                        .extracting(p -> p.line() + ": " + p.message())
                        .hasSize(4)
                        .anySatisfy(m -> assertThat(m)
                                .isEqualTo(
                                        "2: variables: 'uper' is no variable of rules.variables in the settings, did you"
                                                + " mean 'upper'?"))
                        .contains(
                                "2: variables: 'site' is a number here, but the settings have a text; give such a one",
                                "2: variables: 'armed' is a text here, but the settings have true or false; give such a one")
                        .anySatisfy(m -> assertThat(m)
                                .startsWith("5: variables: with these the rules are refused: high.epl:4:")));
    }
}
