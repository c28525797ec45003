package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code #time(..)} and {@code group by .. output last} in the product's form: the rows of Esper's, in the same order. */
class SlidingWindowTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@1 select irstream host, service, sequence from Metric#time(20 sec);",
                "@1 select rstream host, sequence from Metric(metric > 30)#time(1 min) where metric < 60;",
                "@1 select host, prev(2, metric) as before, prior(1, metric) as last from Metric#time(20 sec);",
                "@1 select irstream host, sequence from Metric#time(1 month);",
                "@1 select irstream host, count(*) as n from Metric#time(20 sec) group by host;",
                "@1 select rstream host, sequence from Metric#groupwin(host)#time(20 sec);",
                "@1 select rstream host, sequence from Metric#unique(host)#time(20 sec);",
                "@1 select rstream host, sequence from Metric#time(20 sec)#length(3) retain-union;",
                "@1 select host, window(*).countOf(a => a.metric > 50) as n, last(metric) as m from Metric#time(1 min);",
                "@1 select host, sequence from Metric#time(40 sec) output snapshot at (*/1, *, *, *, *);",
                "@1 select a.sequence as s, b.sequence as t from Metric(service = 'A')#time(20 sec) as a,"
                        + " Metric(service = 'B')#time(9 sec) as b where a.host = b.host;",
                "@1 select host, (select max(metric) from Metric#time(30 sec)) as most,"
                        + " (select count(*) from Metric#time(30 sec) as x where x.host = m.host) as n from Metric as m;",
                "@1 select P.host as host, Q.metric as metric from Metric#time(20 sec) match_recognize (partition by host"
                        + " measures P as P, Q as Q pattern (P Q) define Q as Q.metric > P.metric);",
                "create context ByHost partition by host from Metric;"
                        + " @1 context ByHost select irstream host, sequence from Metric#time(20 sec);"
                        + " @2 context ByHost select service, count(*) as n from Metric#time(1 min) group by service"
                        + " output last every 7 events;",
                "create window Kept#time(1 min) as Metric; insert into Kept select * from Metric(metric > 30);"
                        + " on Metric(metric < 5) as d delete from Kept as k where k.host = d.host;"
                        + " @1 select irstream host, sequence from Kept;",
                "@1 select host, service, avg(metric) as average, max(time) as time from Metric#time(5 min)"
                        + " group by host, service having avg(metric) > 45 output last at (*/1, *, *, *, *);",
                "@1 select host, count(*) as n, last(sequence) as s from Metric#time(1 min) group by host"
                        + " output last every 7 events;",
                "@1 select host, sequence, count(*) as n from Metric#time(1 min) group by host output last every 3 events;",
                "@1 select longitude, sum(metric) as total from Metric#time(2 min) group by longitude"
                        + " output last at (*/1, *, *, *, *);",
                "@1 select host, count(*) as n from Metric group by host output last every 9 events;",
                "@1 select host, service, window(sequence) as s from Metric#length(9) group by host, service"
                        + " output last every 20 events;",
                "@1 select host, count(*) as n from Metric#time_batch(1 min, 0L) group by host"
                        + " output last at (*/2, *, *, *, *);",
                "@1 select irstream host, count(*) as n from Metric#time(1 min) group by host output last every 7 events;",
                "@1 select rstream host, count(*) as n from Metric#time(1 min) group by host output last every 7 events;",
                "@1 select host, count(*) as n from Metric#time(1 min) group by host output last every 7 events"
                        + " order by count(*) desc, host;",
                "@1 select host, count(*) as n from Metric#time(1 min) group by host output all every 7 events;",
                "@1 select host, service, count(*) as n from Metric#time(1 min) group by rollup(host, service)"
                        + " output last every 7 events;",
                "@1 select a.host as host, count(*) as n from Metric(service = 'A')#time(20 sec) as a,"
                        + " Metric(service = 'B')#time(9 sec) as b where a.host = b.host group by a.host"
                        + " output last every 7 events;",
                "@1 @Hint('reclaim_group_aged=30,reclaim_group_freq=1') select host, count(*) as n from Metric group by host"
                        + " output last every 40 events;",
                "insert into PerMinute select host, count(*) as n from Metric#time(1 min) group by host"
                        + " output last at (*/1, *, *, *, *); @1 select host, sum(n) as n from PerMinute#length(5);",
            })
    void rowsAreThoseOfEsperByItself(String form) throws Exception {
        RuleSet rules = PlainEsper.rules(form);
        assertThat(PlainEsper.ours(rules, RandomMetrics::feedWithGaps))
                .isEqualTo(PlainEsper.rows(rules, RandomMetrics::feedWithGaps))
                .isNotEmpty();
    }

    /** The first three events make the statement fail as they leave, at a time at which another of its windows is due too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select rstream cast(context, int) as c, sequence from Metric#time(20 sec);",
                "select rstream cast(context, int) as c, sequence, (select count(*) from Metric#time(20 sec)) as n"
                        + " from Metric#time(20 sec);",
                "select rstream cast(context, int) as c, sequence, (select count(*) from Metric#unique(sequence)"
                        + "#timetolive(seen + 20000) retain-intersection) as n"
                        + " from Metric#unique(sequence)#timetolive(seen + 20000) retain-intersection;",
            })
    void goOnWhereTheStatementFails(String select) throws Exception {
        List<Long> rows = new ArrayList<>();
        try (Engine engine =
                new Engine(PlainEsper.rules("@1 " + select), Feed.T0, Map.of(), (time, row) -> rows.add(time))) {
            for (int i = 0; i < 20; i++) {
                long time = Feed.T0 + i * 7_000L;
                engine.advance(time);
                engine.send(new Metric("h", "A", 1, time, time, 60, null, null, i < 3 ? "x" : "1", i));
            }
            engine.advance(Feed.T0 + 300_000);
            engine.send(new Metric("h", "A", 1, Feed.T0 + 300_000, Feed.T0 + 300_000, 60, null, null, "1", 21));
            assertThat(engine.held().get("r1")).isLessThanOrEqualTo(3);
        }
        assertThat(rows).hasSizeGreaterThan(14);
    }
}
