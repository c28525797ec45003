package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the numbers of a window are kept changes no row, and only those of which it is plain what they are are kept so. */
class WindowExtremesTest {
    private static final String RULE = "@Name('r') @Alert(severity = 'info', summary = '', each = true) ";

    /** Declares what nobody uses. Such a statement is left as it is. */
    private static final String AS_IT_IS = "expression unused { 1 } ";

    private static String compiled(String rules) {
        List<EplStatement> statements = EplLexer.split(new RuleFile("a.epl", rules), "a.epl", new ArrayList<>());
        return EsperText.of(statements.get(statements.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select host, max(metric) as most, min(time) as first from Metric#time(1 min) group by host;",
                "select max(metric) m, MIN(metric) as n, max( seen ) as seen, Max(sequence) as `max` from Metric#length(5);",
                "select host, max(m.metric) as most, max(metric) - min(m.metric) as spread from Metric#length(7) as m"
                        + " group by host having count(*) > 1;",
                "select host, min(metric) as lowest, max(time) as time from Metric(service = 'A')#time(40 sec)"
                        + " group by host having min(metric) > 10 output last at (*/1, *, *, *, *);",
                "select host, max(metric) as most, max(time) as time from Metric#time_batch(1 min, 0L) group by host"
                        + " having count(*) > 0 order by max(metric) desc, host;",
                "select irstream host, max(longitude) as most, min(ttl) as ttl from Metric#time(30 sec) group by host;",
                "select max(metric) as most, min(metric) as least from Metric#unique(host);",
                "select max(metric) as most, min(metric) as least from Metric#time(1 min)#unique(host, service);",
                "select max(metric) as most, min(metric) as least from Metric#lastevent;",
                "select max(metric) as most, min(metric) as least from Metric#keepall"
                        + " output snapshot at (*/1, *, *, *, *);",
                "select max(metric) as most, min(metric) as least from Metric#ext_timed(seen, 20 sec);",
                "select max(metric) as most, service from Metric#length_batch(9) group by service;",
                "select host, service, max(metric) as most from Metric#length(5) group by rollup(host, service);",
                "select case when max(metric) > 50 then 'high' else 'low' end as level from Metric#length(2);",
                "select coalesce(max(longitude), 0) as l, cast(max(metric), int) as whole from Metric#length(3);",
            })
    void comeAsTheyDoFromATree(String select) {
        assertThat(compiled(RULE + select)).contains("tocsin_m");
        assertThat(RandomMetrics.rows(RULE + select))
                .isEqualTo(RandomMetrics.rows(RULE + AS_IT_IS + select))
                .isNotEmpty();
    }

    @Test
    void comeAsTheyDoFromATreeWhereOthersBuildOnThem() {
        String derive = "select host, max(metric) as most from Metric#time(1 min) group by host;";
        String select = RULE + "select host, most from Most#length(2) where most > 10;";
        String partition = "create context ByHost partition by host from Metric;";
        String each =
                RULE.replace("'r'", "'s'") + "context ByHost select host, min(metric) as least from Metric#length(3);";
        assertThat(RandomMetrics.rows("insert into Most " + derive + select + partition + each))
                .isEqualTo(RandomMetrics.rows(AS_IT_IS + "insert into Most " + derive + select + partition
                        + each.replace("select", AS_IT_IS + "select")
                                .replace("context ByHost " + AS_IT_IS, AS_IT_IS + "context ByHost ")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select host, max(metric, 3) as most, max(metric) as m from Metric#length(5);",
                "select host, max(metric) as most, max(all metric) as all from Metric#length(5);",
                "select host, max(metric) as most, `max`(metric) as same from Metric#length(5);",
                "select host, max(metric) from Metric#length(5) group by host order by max(metric) desc;",
                "select host, max(metric) @eventbean from Metric#length(5);",
                "select max(metric) as most from Metric(metric > max(metric))#length(5);",
                "select host, max(metric * 2) as most, max(-metric) as least from Metric#length(5);",
                "select host, max(distinct metric) as most from Metric#length(5);",
                "select host, max(metric, filter: metric > 5) as most from Metric#length(5);",
                "select host, fmax(metric, metric > 5) as most from Metric#length(5);",
                "select host, maxever(metric) as most from Metric#length(5);",
                "select max(metric), min( time ), max(metric) - min(metric) from Metric#length(5);",
                "select max(host) as most from Metric#length(5);",
                "select max(metric) as most from Metric;",
                "select max(metric) as most from Metric#length(5) as a, Metric#lastevent as b;",
                "select max(a.metric) as most from Metric#length(5) as a left outer join Metric#lastevent as b"
                        + " on a.host = b.host;",
                "select max(time) as most from Metric#size(time);",
                "select (select max(metric) from Metric#length(2)) as most from Metric#length(5);",
                "select window(*).max(m => m.metric) as most from Metric#length(5);",
                "select max(time).plus(1 sec) as later from Metric#length(5);",
                "select max(a.metric) as most from pattern [every a=Metric]#length(5);",
                "select host, max(metric, group_by: host) as most from Metric#length(5);",
                "insert into B select * from Metric; @Name('s') select max(metric) as most from B#length(5);",
                "create window W#length(5) as Metric; @Name('s') select max(metric) as most from W;",
                "create table T (most max(double)); @Name('s') into table T select max(metric) as most"
                        + " from Metric#length(5);",
                "select * from Metric#length(5) match_recognize (measures max(P.metric) as most"
                        + " pattern (P+ Q) define Q as metric > 50);",
                "select 'max(time)' as text, metric as max /* max(time) */ from Metric#length(5);",
            })
    void areLeftToEsperElse(String select) {
        assertThat(compiled(RULE + select)).doesNotContain("tocsin_");
    }

    @Test
    void areFoundAsTheyWereWrittenWhereSomethingIsWrong() {
        String select = RULE + "select host as h from Metric#length(5) having max(metric) > 'a';";
        assertThatThrownBy(() -> Rules.of(select))
                .hasMessageStartingWith("a.epl:1:" + (select.indexOf("max") + 1) + ": ")
                .hasMessageNotContaining("tocsin_");
    }
}
