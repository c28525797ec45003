package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.evaluate.RuleTexts.Part;
import io.tocsin.pipeline.evaluate.RuleTexts.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTextsTest {
    private static final String RULES =
            """
            // Pairs of values.
            @Name('pairs') insert into Pairs
            select a.host as host from Metric(service = 'A') as a unidirectional, Metric(service = 'B')#lastevent as b;

            @Name('low') @Resolve('high') /* over */ select host from Pairs;
            @Name('high') @Alert(severity = 'info', summary = 'x')
            select host from Metric(metric > 1, service in ('C', "D") );
            @Name('other') @Publish('x') select * from Metric(service = 'E');
            """;

    private static RuleTexts texts(String... files) {
        return RuleTexts.of(Rules.files(files));
    }

    @Test
    void namesAreThoseOfRulesWhoseRowsBecomeSomething() {
        assertThat(texts(RULES).names()).containsExactly("high", "low", "other");
        assertThat(texts("@Name('a").names()).isEmpty();
    }

    @Test
    void aRuleComesWithWhatResolvesItAndWhatTheyBuildOn() {
        List<Part> parts = texts("create variable int n = 1;", RULES).parts("high");

        assertThat(parts).extracting(Part::role).containsExactly(Role.RULE, Role.RESOLVES, Role.FEEDS);
        assertThat(parts).extracting(Part::file).containsOnly("b.epl");
        assertThat(parts).extracting(Part::line).containsExactly(6, 5, 2);
        assertThat(parts.get(1).text()).isEqualTo("@Name('low') @Resolve('high') /* over */ select host from Pairs");
        assertThat(texts(RULES).parts("nothing")).isEmpty();
    }

    @Test
    void commentsSpacesAndFilesMakeNoDifferenceButEveryWordDoes() {
        RuleTexts now = texts(RULES);

        assertThat(now.isSameIn(texts("// first", RULES.replace("/* over */", "\n")), "high"))
                .isTrue();
        assertThat(now.isSameIn(texts(RULES.replace("'E'", "'F'")), "high")).isTrue();
        assertThat(now.isSameIn(texts(RULES.replace("'x')", "'y')")), "high")).isFalse();
        assertThat(now.isSameIn(texts(RULES.replace("> 1", "> 2")), "high")).isFalse();
        assertThat(now.isSameIn(texts(RULES.replace("'B'", "'F'")), "high")).isFalse();
    }

    @Test
    void servicesOfAllThatHasASay() {
        assertThat(texts(RULES).services("high")).containsExactly("A", "B", "C", "D");
        assertThat(texts(RULES).services("other")).containsExactly("E");
        assertThat(texts(RULES, "on Metric(metric > 1) delete from Pairs;").services("high"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Metric(service = 'A')                                    ; A",
                "Metric(context = 'c', service = 'A', metric > 1)         ; A",
                "Metric(metric > 1 and SERVICE = \"A\")                   ; A",
                "Metric(metric > abs(1), service in ('A', 'B'))           ; A B",
                "Metric(service = 'A', (metric > 1 or metric < 0))        ; A",
                "Metric                                                   ; ''",
                "Metric#lastevent                                         ; ''",
                "Metric(metric > 1)                                       ; ''",
                "Metric(service = 'A' or metric > 1)                      ; ''",
                "Metric(metric > 1 or service = 'A')                      ; ''",
                "Metric(not service = 'A')                                ; ''",
                "Metric(service = 'A' || host)                            ; ''",
                "Metric(service != 'A')                                   ; ''",
                "Metric(service in ('A', host))                           ; ''",
                "Metric(service not in ('A'))                             ; ''",
                "Metric((service = 'A'))                                  ; ''",
                "Metric(service = host)                                   ; ''",
                "Metric(service = 'A') as a, Metric as b                  ; ''"
            })
    void servicesThatAStreamNames(String stream, String services) {
        String rule = "@Name('r') @Publish('x') select * from " + stream + ";";

        assertThat(String.join(" ", texts(rule).services("r"))).isEqualTo(services);
    }
}
