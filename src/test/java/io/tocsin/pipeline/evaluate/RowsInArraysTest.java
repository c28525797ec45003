package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.espertech.esper.common.client.EventType;
import com.espertech.esper.runtime.client.DeploymentOptions;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Esper keeps rows changes nothing of them. */
class RowsInArraysTest {
    private static final String RULE = "@Alert(severity = 'info', summary = '', each = true) ";

    /** Declares what nobody uses. Such a statement is left as it is. */
    private static final String AS_IT_IS = "expression unused { 1 } ";

    /** What Esper keeps the rows of each statement in, by its name. */
    private static Map<String, Class<?>> kept(String rules) throws Exception {
        RuleSet set = Rules.of(rules);
        EPRuntime runtime = EPRuntimeProvider.getRuntime("rows-in-arrays", set.configuration());
        try {
            Map<String, Class<?>> kept = new HashMap<>();
            for (EPStatement statement : runtime.getDeploymentService()
                    .deploy(set.compiled(), new DeploymentOptions().setDeploymentClassLoaderOption(set.classes()))
                    .getStatements()) {
                EventType type = statement.getEventType();
                kept.put(set.names().shown(statement.getName()), type.getUnderlyingType());
            }
            return kept;
        } finally {
            runtime.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select host, service, metric, time from Metric(metric > 50);",
                "select host, host as `the host`, metric * 2, metric > 50, longitude, null as nothing from Metric;",
                "select a.host, a.metric, b.metric as `b.metric` from pattern [every a=Metric(service = 'A')"
                        + " -> b=Metric(service = 'B', host = a.host)];",
                "select *, metric * 2 as twice from Metric;",
                "select host, cast(metric, int) as whole, cast(metric, float) as rough, metric > 5 as high from Metric;",
                "select * from Metric(service = 'A')#lastevent as a, Metric(service = 'B')#lastevent as b;",
                "select * from pattern [every a=Metric(service = 'A') -> b=Metric(service = 'B', host = a.host)];",
                "select a.*, b.host as other from Metric(service = 'A')#lastevent as a,"
                        + " Metric(service = 'B')#lastevent as b;",
                "select host, new { m = metric, s = service } as pair, { metric, time } as both from Metric;",
                "select host, window(*) as w, window(metric) as ms, last(*) as l from Metric#length(3) group by host;",
                "select rstream host, avg(metric) as average, count(*) as n from Metric#time(1 min) group by host"
                        + " output last at (*/1, *, *, *, *);",
                "select distinct host, service from Metric#time_batch(1 min, 0L) order by service desc, host;",
                "select host, prior(1, metric) as before, (select max(metric) from Metric#time(30 sec)) as most"
                        + " from Metric(service = 'B');",
                "select * from Metric#time(1 min) match_recognize (partition by host"
                        + " measures P.host as host, Q.metric as metric pattern (P Q) define Q as Q.metric > P.metric);",
            })
    void comeAsTheyDoInMaps(String select) {
        String rule = "@Name('r') " + RULE;
        assertThat(RandomMetrics.rows(rule + select))
                .isEqualTo(RandomMetrics.rows(rule + AS_IT_IS + select))
                .isNotEmpty();
    }

    @Test
    void onlyThoseThatNothingElseSelectsFromAreInArrays() throws Exception {
        assertThat(kept("@Name('plain')" + RULE + "select host from Metric;"
                        + "@Name('as-it-is')" + RULE + AS_IT_IS + "select host from Metric;"
                        + "@Name('hot') insert into Hot select host, metric from Metric;"
                        + "@Name('also-hot') insert into Hot select metric, host from Metric;"
                        + "create context ByHost partition by host from Metric;"
                        + "@Name('each')" + RULE + "context ByHost select host, count(*) as n from Metric;"))
                .containsEntry("plain", Object[].class)
                .containsEntry("as-it-is", Map.class)
                .containsEntry("hot", Map.class)
                .containsEntry("also-hot", Map.class)
                .containsEntry("each", Object[].class);
    }
}
