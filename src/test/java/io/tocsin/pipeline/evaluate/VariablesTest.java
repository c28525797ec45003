package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables of the settings: which may change under a running engine, and what a change does. */
final class VariablesTest {
    private static final String PUBLISH = "@Name('r') @Publish('d') select host, service, metric, time ";

    private static Settings with(Map<String, Object> variables) {
        Settings d = Settings.defaults();
        return TestSettings.with(
                d,
                new Settings.Rules(
                        d.rules().horizon(), d.rules().poll(), false, d.rules().timeZone(), variables));
    }

    private static Settings with(Object v) {
        return with(Map.of("v", v));
    }

    private static RuleSet compile(String epl, Settings settings) throws Exception {
        return Rules.compile(settings, Rules.files(epl));
    }

    private static boolean isTunable(String epl) throws Exception {
        return compile(epl, with(5L)).tuned(with(6L)).equals(Map.of("v", 6.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PUBLISH + "from Metric(metric > v);",
                PUBLISH + "from Metric(`metric` > `v`)#time(5 min);",
                PUBLISH + "from Metric where metric > v or metric < -v;",
                PUBLISH + "from Metric#groupwin(host, service)#length(2) where metric - prev(1, metric) > v;",
                "@Name('r') @Publish('d') select host, service, avg(metric) as metric, max(time) as time"
                        + " from Metric#time(5 min) group by host, service having avg(metric) > v * 2;",
                "@Name('r') @Alert(severity = 'info', summary = '{most}') select host, service, v as most from Metric;",
                "@Name('r') @Alert(severity = 'info', summary = '{host}') select a.host as host from pattern"
                        + " [every a=Metric(metric > v) -> Metric(host = a.host, metric < v) where timer:within(1 min)];",
                "insert into High select host, service, metric, time from Metric(metric > v); " + PUBLISH
                        + "from High#time(5 min);",
            })
    void aValueThatIsReadAnewForEachEventMayChange(String epl) throws Exception {
        assertThat(isTunable(epl)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PUBLISH + "from Metric#time(v minutes);",
                PUBLISH + "from Metric#time(v sec) where metric > v;",
                "@Name('r') @Publish('d') select host, service, avg(metric) as metric, max(time) as time"
                        + " from Metric#time(5 min) where metric > v group by host, service;",
                "@Name('r') @Publish('d') select host, service, avg(metric * v) as metric, max(time) as time"
                        + " from Metric#time(5 min) group by host, service;",
                "@Name('r') @Publish('d') select host, service, sum(metric, filter: metric > v) as metric,"
                        + " max(time) as time from Metric#time(5 min) group by host, service;",
                "@Name('r') @Publish('d') select rstream host, service, metric, time"
                        + " from Metric#time(5 min) where metric > v;",
                "@Name('r') @Alert(severity = 'info', summary = '{host}') select a.host as host from pattern"
                        + " [every a=Metric -> timer:interval(v sec)];",
                "insert into High select host, service, metric > v as high, metric, time from Metric; " + PUBLISH
                        + "from High#unique(host, service);",
                "create window W#time(5 min) as Metric; insert into W select * from Metric; " + PUBLISH
                        + "from W(metric > v);",
                "create expression high { m => m.metric > v }; " + PUBLISH + "from Metric as m where high(m);",
                PUBLISH + "from Metric as m where exists (select * from Metric(metric > v)#time(1 min) as n"
                        + " where n.host = m.host);",
            })
    void aValueThatAWindowOrASumHangsOnIsAPartOfTheRule(String epl) throws Exception {
        assertThat(isTunable(epl)).isFalse();
        assertThat(compile(epl, with(5L)).fingerprint())
                .isNotEqualTo(compile(epl, with(6L)).fingerprint());
    }

    @Test
    void textAndTruthAreAPartOfTheRule() throws Exception {
        String text = PUBLISH + "from Metric(service = v);";
        assertThat(compile(text, with("a")).tuned(with("b"))).isEmpty();
        assertThat(compile(text, with("a")).fingerprint())
                .isNotEqualTo(compile(text, with("b")).fingerprint());
    }

    @Test
    void anotherValueMakesNoOtherRuleAndNeitherDoesAVariableThatItDoesNotUse() throws Exception {
        String epl = PUBLISH + "from Metric(metric > v);";
        String before = compile(epl, with(90L)).fingerprint();
        assertThat(compile(epl, with(90.5)).fingerprint()).isEqualTo(before);
        assertThat(compile(epl, with(Map.of("v", 90L, "other", "x"))).fingerprint())
                .isEqualTo(before);
    }

    @Test
    void whatRulesBuildOnCountsToo() throws Exception {
        String epl = "insert into Recent select * from Metric#time(v sec); " + PUBLISH + "from Recent;";
        assertThat(compile(epl, with(5L)).fingerprint())
                .isNotEqualTo(compile(epl, with(6L)).fingerprint());
    }

    @Test
    void aChangedValueIsObeyedFromTheNextMessageOn() throws Exception {
        String epl = "@Name('r') @Alert(severity = 'info', summary = '{v}') select metric, v from Metric(metric > v);"
                + " @Name('a') @Alert(severity = 'info', summary = '{n}')"
                + " select count(*) as n from Metric#time(1 min) having count(*) > v;";
        Map<String, Object> none = new HashMap<>();
        try (Feed feed = new Feed(compile(epl, with(2L)), with(2L))) {
            feed.message(0, "h", Feed.T0, 2);
            feed.message(0, "h", Feed.T0, 2.5);
            feed.evaluator.settings(with(3.5));
            feed.message(0, "h", Feed.T0, 2.5);
            feed.message(0, "h", Feed.T0, 4);
            feed.evaluator.settings(with(none)); // as compiled
            feed.message(0, "h", Feed.T0, 2.1);
            assertThat(feed.rows.stream().map(r -> r.substring(r.indexOf(' ') + 1)))
                    .containsExactly("2 r [2.5,2.0]", "4 a [4]", "4 r [4.0,3.5]", "5 a [5]", "5 r [2.1,2.0]");
        }
    }

    @Test
    void rulesDoNotSetIt() {
        assertThatThrownBy(() -> compile(
                        "on Metric(metric > 9) set v = 3;\non Metric set w = 1, `v` = 2;\ncreate variable double v = 1;\n"
                                + PUBLISH + "from Metric(metric > v);",
                        with(Map.of("v", 5L, "w", "x"))))
                .isInstanceOfSatisfying(RuleException.class, e -> assertThat(
                                e.problems().stream().map(Object::toString))
                        .containsExactly(
                                "a.epl:1:27: 'v' is a variable of the settings, so rules cannot set it; change it there",
                                "a.epl:2:15: 'w' is a variable of the settings, so rules cannot set it; change it there",
                                "a.epl:2:22: 'v' is a variable of the settings, so rules cannot set it; change it there",
                                "a.epl:3:24: 'v' is a variable of the settings already; take another name"));
    }

    @Test
    void itsOwnVariablesARuleMaySet() throws Exception {
        RuleSet set = compile(
                "create variable double w = 1; on Metric(metric > v) set w = metric; " + PUBLISH
                        + "from Metric(metric > w);",
                with(5L));
        assertThat(set.rules()).hasSize(1);
        assertThat(List.copyOf(set.tuned(with(6L)).keySet())).isEmpty();
    }
}
