package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.Message;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rule alone gives what it gives among all others. */
class OnlyTest {
    private static final String CHAIN =
            """
            create variable double most = 85;
            create window LastPressure#unique(host) as Metric;
            @Name('keep') insert into LastPressure select * from Metric(service = 'Pressure');
            @Name('pairs') @Alert(severity = 'info', summary = 'pair', each = true)
            insert into Pairs
            select f.host as host, f.metric as flow, p.metric as pressure
            from Metric(service = 'FlowRate') as f unidirectional, LastPressure as p where f.host = p.host;

            @Name('pressed') @Alert(severity = 'critical', summary = '{pressure} at {flow}')
            select host, flow, pressure from Pairs(pressure > most);
            @Name('released') @Resolve('pressed') @Alert(severity = 'info', summary = 'released', each = true)
            select host from Pairs(pressure < most - 5);
            @Name('other') @Alert(severity = 'info', summary = '{metric}', each = true)
            select host, metric from Metric(service = 'FlowRate', metric > 104);
            """;

    private final Settings settings = Settings.defaults();
    private final List<Message> log = Plants.log(3);

    @Test
    void shippedRulesEachAlone() throws Exception {
        RuleSet rules = new RuleCompiler(settings).compile(new RuleFolder(Path.of("epl")));
        check(rules, "silence", "oil-high-pressure", "oil-flow-average-low", "oil-pressure-minute-average-high");
    }

    @Test
    void aRuleThatBuildsOnWindowsVariablesAndOtherRules() throws Exception {
        RuleSet rules = compile();
        check(rules, "pairs", "pressed", "other");
        RuleSet only = new RuleCompiler(settings).only(rules, Set.of("pressed"));
        assertThat(only.rules()).extracting(Rule::name).containsExactly("pressed", "released");
    }

    @Test
    void severalRulesTogether() throws Exception {
        Course course = Course.of(settings, compile());

        assertThat(alerts(course.only(Set.of("pressed", "other"))))
                .isNotEmpty()
                .isEqualTo(of(alerts(course), "pressed", "other"));
    }

    @Test
    void rulesThatAreNotThere() throws Exception {
        Course course = Course.of(settings, compile());

        assertThat(alerts(course.only(Set.of("nothing")))).isEmpty();
        assertThat(course.ruleNames()).containsExactly("other", "pairs", "pressed", "released");
    }

    private void check(RuleSet rules, String... names) throws Exception {
        Course all = Course.of(settings, rules);
        List<Alert> wanted = alerts(all);
        for (String rule : names) {
            assertThat(alerts(all.only(Set.of(rule)))).as(rule).isNotEmpty().isEqualTo(of(wanted, rule));
        }
    }

    private RuleSet compile() throws Exception {
        return new RuleCompiler(settings).compile(List.of(new RuleFile("chain.epl", CHAIN)), path -> path);
    }

    private List<Alert> alerts(Course course) throws Exception {
        List<Alert> alerts = new ArrayList<>();
        new Replay(course, new MemoryLog(log), new Pace(Pace.MAX), alerts::add, sequence -> {})
                .run(new Stretch(1, log.size()));
        return alerts;
    }

    private static List<Alert> of(List<Alert> alerts, String... rules) {
        return alerts.stream()
                .filter(alert -> List.of(rules).contains(alert.rule()))
                .toList();
    }
}
