package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static CheckReport report(String epl) throws Exception {
        Settings settings = Settings.defaults();
        return CheckReport.of(
                new RuleCompiler(settings).compile(List.of(new RuleFile("a b/ü.epl", epl)), path -> "epl/" + path),
                settings);
    }

    @Test
    void eachRuleIsDescribed() throws Exception {
        JsonNode report = JSON.readTree(report(
                        """
                        @Name('high') @Alert(severity = 'info', summary = 's') select host, metric from Metric(metric > 9);
                        @Name('max') @Alert(severity = 'info', summary = 's', key = 'service')
                        select service, max(metric) as top from Metric#time(3 hours) group by service;
                        @Name('ever') @Resolve('high') select host, count(*) as n from Metric group by host;
                        insert into Other select * from Metric;
                        """)
                .json());

        assertThat(report.get("ok").asBoolean()).isTrue();
        assertThat(report.get("problems")).isEmpty();
        assertThat(report.get("horizonMs").asLong()).isEqualTo(3 * 3_600_000 + 1000);
        assertThat(report.get("rules"))
                .extracting(r -> r.get("needs").asText())
                .containsExactly("none", "time", "unbounded", "none");
        JsonNode max = report.get("rules").get(1);
        assertThat(max.toString())
                .isEqualTo(
                        "{\"name\":\"max\",\"file\":\"a b/ü.epl\",\"line\":2,\"kind\":[\"alert\"],\"key\":[\"service\"],"
                                + "\"windows\":[\"#time(3 hours)\"],\"needs\":\"time\",\"horizonMs\":10801000,\"rebuildable\":true}");
        assertThat(report.get("rules").get(2).get("rebuildable").asBoolean()).isFalse();
        assertThat(report.get("rules").get(2).get("horizonMs").isNull()).isTrue();
        assertThat(report.get("warnings")).hasSize(1);
        assertThat(report.get("warnings").get(0).get("line").asInt()).isEqualTo(4);
    }

    @Test
    void problemsComeInTheFormEditorsRead() throws Exception {
        CheckReport refused = CheckReport.refused(List.of(
                new Problem("epl/a b.epl", 2, 42, "'servce' is no column"), Problem.of("epl/c.epl", "cannot be read")));
        JsonNode run = JSON.readTree(refused.sarif("1.2")).at("/runs/0");

        assertThat(JSON.readTree(refused.json()).get("ok").asBoolean()).isFalse();
        assertThat(run.at("/tool/driver/version").asText()).isEqualTo("1.2");
        assertThat(run.get("results")).hasSize(2);
        JsonNode first = run.at("/results/0");
        assertThat(first.get("level").asText()).isEqualTo("error");
        assertThat(first.at("/message/text").asText()).isEqualTo("'servce' is no column");
        assertThat(first.at("/locations/0/physicalLocation").toString())
                .isEqualTo("{\"artifactLocation\":{\"uri\":\"epl/a%20b.epl\"},"
                        + "\"region\":{\"startLine\":2,\"startColumn\":42}}");
        assertThat(run.at("/results/1/locations/0/physicalLocation").has("region"))
                .as("a file as a whole has no region")
                .isFalse();
        assertThat(first.get("ruleId").asText())
                .isIn(
                        run.at("/tool/driver/rules/0/id").asText(),
                        run.at("/tool/driver/rules/1/id").asText());
    }

    @Test
    void warningsAreNoErrors() throws Exception {
        JsonNode run = JSON.readTree(
                        report("@Name('ever') @Alert(severity = 'info', summary = 's') select count(*) as n"
                                        + " from Metric;")
                                .sarif("1"))
                .at("/runs/0");

        assertThat(run.get("results")).hasSize(1);
        assertThat(run.at("/results/0/level").asText()).isEqualTo("warning");
        assertThat(run.at("/results/0/ruleId").asText()).isEqualTo("rebuild");
    }
}
