package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule's name is any text of 1 to 128 characters. */
class RuleNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "oil-high-pressure",
                "a$b",
                "${limit}",
                "it's",
                "\"quoted\"",
                "a\\b",
                "_",
                "_00",
                "_0041",
                "a_0041b",
                "stmt-1",
                "с кириллицей",
                "🔥",
                "1.2",
                "select",
                "a/b;c",
                "\u202e"
            })
    void anyNameIsKept(String name) throws Exception {
        String quoted = "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
        RuleSet rules = new RuleCompiler(Settings.defaults())
                .compile(
                        List.of(new RuleFile(
                                "a.epl",
                                "@Name(" + quoted + ") @Alert(severity = 'info', summary = 's')\n"
                                        + "select host, metric from Metric(metric > 90);\n"
                                        + "@Name('other') @Resolve(" + quoted + ")\n"
                                        + "select host, metric from Metric(metric < 80);")),
                        path -> path);

        assertThat(rules.rules()).extracting(Rule::name).containsExactly(name, "other");
        assertThat(rules.rules().get(1).resolves()).containsExactly(name);
        try (Feed feed = new Feed(rules, Settings.defaults())) {
            feed.message(Feed.T0, "h", Feed.T0, 91);
            assertThat(feed.rows).singleElement().asString().endsWith(" 1 " + name + " [\"h\",91.0]");
        }
        assertThat(SafeNames.rule(SafeNames.of(name))).isEqualTo(name);
        assertThat(SafeNames.of(name)).matches("[A-Za-z0-9_]+");
    }

    @Test
    void namesThatAreNoneOfOursStayAsTheyAre() {
        assertThat(List.of("stmt-1", "_12", "a_zzzz").stream()
                        .map(SafeNames::rule)
                        .toList())
                .containsExactly("stmt-1", "_12", "a_zzzz");
    }

    @Test
    void aStatementWithoutANameThatFailsIsKnownByItsPlace() throws Exception {
        RuleSet rules = new RuleCompiler(Settings.defaults())
                .compile(
                        List.of(
                                new RuleFile(
                                        "a.epl",
                                        """
                                insert into Numbers select cast(host, double) as number from Metric;
                                @Name('n') @Alert(severity = 'info', summary = 's', each = true)
                                select number from Numbers;
                                """)),
                        path -> "epl/" + path);
        try (Feed feed = new Feed(rules, Settings.defaults())) {
            feed.message(Feed.T0, "h", Feed.T0, 91);
            feed.message(Feed.T0, "7", Feed.T0, 91);
            assertThat(feed.evaluator.failures()).containsExactly(Map.entry("epl/a.epl:1", 1L));
            assertThat(feed.rows).singleElement().asString().endsWith("n [7.0]");
        }
    }
}
