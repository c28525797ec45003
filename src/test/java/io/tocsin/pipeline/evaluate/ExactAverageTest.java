package io.tocsin.pipeline.evaluate;

import static io.tocsin.pipeline.evaluate.ExactFeed.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** avg, sum and stddev through the real engine, under the names users type. */
class ExactAverageTest {
    private static final double GLITCH = 3.4e38;

    /** Every form in which the functions can stand; each gives avg, sum and stddev of a window of 10 s. */
    private static final String FORMS =
            """
            create window Kept#time(10 sec) as Metric;
            insert into Kept select * from Metric;
            create table PerHost(k string primary key, a avg(double), s sum(double), d stddev(double), n sum(long));
            into table PerHost select avg(metric) as a, sum(metric) as s, stddev(metric) as d, sum(1L) as n
              from Metric#time(10 sec) group by host;
            create context ByHost partition by host from Metric;
            expression half { x => avg(x.metric / 2) }
              insert into Halves select host as k, half(m) * 2 as a from Metric#time(10 sec) as m group by host;
            """
                    + rule(
                            "plain",
                            "select host as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time(10 sec) group by host")
                    + rule(
                            "upper",
                            "SELECT host AS k, AVG(ALL metric) AS a, Sum(metric) AS s, StdDev ( metric ) AS d"
                                    + " FROM Metric#time(10 sec) GROUP BY host")
                    + rule(
                            "ungrouped",
                            "select 'all' as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time(10 sec)")
                    + rule(
                            "rollup",
                            "select host as k, service, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time(10 sec) group by rollup(host, service)")
                    + rule(
                            "filter",
                            "select host as k, avg(metric, metric > 0) as a, sum(metric, filter: metric > 0) as s,"
                                    + " stddev(metric, filter: metric > 0) as d from Metric#time(10 sec) group by host")
                    + rule(
                            "local",
                            "select host as k, avg(metric, group_by: host) as a, sum(metric, group_by: host) as s,"
                                    + " stddev(metric, group_by: (host, service)) as d from Metric#time(10 sec)")
                    + rule(
                            "having",
                            "select host as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time(10 sec) group by host having avg(metric) = 25.1 order by sum(metric)")
                    + rule(
                            "last",
                            "select host as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time(10 sec) group by host output last at (*, *, *, *, *, */5)")
                    + rule(
                            "snapshot",
                            "select host as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time(10 sec) group by host output snapshot at (*, *, *, *, *, */5)")
                    + rule(
                            "batch",
                            "select host as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time_batch(10 sec, 0L) group by host")
                    + rule(
                            "window",
                            "select host as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Kept group by host")
                    + rule(
                            "onwindow",
                            "on Metric as m select m.host as k, avg(w.metric) as a, sum(w.metric) as s,"
                                    + " stddev(w.metric) as d from Kept as w where w.host = m.host")
                    + rule(
                            "table",
                            "select host as k, PerHost[host].a as a, PerHost[host].s as s, PerHost[host].d as d"
                                    + " from Metric")
                    + rule(
                            "context",
                            "context ByHost select host as k, avg(metric) as a, sum(metric) as s,"
                                    + " stddev(metric) as d from Metric#time(10 sec)")
                    + rule(
                            "join",
                            "select m.host as k, avg(m.metric) as a, sum(m.metric) as s, stddev(m.metric) as d"
                                    + " from Metric#time(10 sec) as m, Metric#unique(service) as l"
                                    + " where m.service = l.service group by m.host")
                    + rule(
                            "subquery",
                            "select host as k, (select avg(metric) from Metric#time(10 sec)) as a,"
                                    + " (select sum(metric) from Metric#time(10 sec)) as s,"
                                    + " (select stddev(metric) from Metric#time(10 sec)) as d from Metric")
                    + rule("declared", "select * from Halves")
                    + rule(
                            "all",
                            "select host as k, avg(metric) as a, sum(metric) as s, stddev(metric) as d"
                                    + " from Metric#time(10 sec) group by host output all at (*, *, *, *, *, */5)")
                    + rule(
                            "match",
                            "select * from Metric match_recognize (measures last(A.host) as k, avg(A.metric) as a,"
                                    + " sum(A.metric) as s, stddev(A.metric) as d pattern (A{20}) define A as true)")
                    + rule(
                            "expression",
                            "select host as k, avg(metric * 2) / 2 as a, sum(-metric) * -1 as s,"
                                    + " stddev(metric + 0) as d from Metric#time(10 sec) group by host");

    private static final List<String> NAMES = FORMS.lines()
            .filter(line -> line.startsWith("@Name('"))
            .map(line -> line.substring("@Name('".length(), line.indexOf("')")))
            .toList();

    @Test
    void afterAGlitchHasLeftEveryFormIsExactAgain() throws Exception {
        try (ExactFeed feed = new ExactFeed(ExactFeed.compile(FORMS))) {
            for (int i = 0; i <= 80; i++) {
                if (i == 40) {
                    assertThat(NAMES).noneMatch(name -> exact(feed.last(name)));
                    feed.take();
                }
                feed.at(i * 0.5, "h", i == 20 ? GLITCH : i < 41 ? 25.1 + i * 0.01 : 25.1);
            }

            assertThat(NAMES)
                    .hasSize(20)
                    .allSatisfy(name -> assertThat(feed.last(name)).as(name).matches(ExactAverageTest::exact));
        }
    }

    /** A window holds 20 readings, or 19 where a timer comes before the event. */
    private static boolean exact(String row) {
        return row.endsWith("a=25.1}")
                || row.endsWith("a=25.1, s=502.0, d=0.0}")
                || row.endsWith("a=25.1, s=476.90000000000003, d=0.0}");
    }

    @Test
    void aDistinctValueCountsOnce() throws Exception {
        try (ExactFeed feed = new ExactFeed(ExactFeed.compile(rule(
                "r", "select 1 as k, avg(distinct metric) as a, sum(distinct metric) as s from Metric#length(4)")))) {
            for (double value : new double[] {1, 0.1, 0.1, GLITCH, 0.1, 0.2, 0.2, 0.3}) {
                feed.at(0, "h", value);
            }

            assertThat(feed.last("r")).isEqualTo("{k=1, a=0.2, s=0.6}");
        }
    }

    @Test
    void wholeNumbersKeepTheirTypes() throws Exception {
        try (ExactFeed feed = new ExactFeed(ExactFeed.compile(rule(
                "r",
                "select 1 as k, sum(sequence) as l, sum(1) as i, avg(sequence) as a, stddev(sequence) as d,"
                        + " sum(cast(metric, float)) as f, avg(longitude) as nothing from Metric#length(2)")))) {
            for (int i = 0; i < 4; i++) {
                feed.at(0, "h", 0.1);
            }

            assertThat(feed.last("r"))
                    .isEqualTo("{k=1, l=7, i=2, a=3.5, d=" + Math.sqrt(0.5) + ", f=0.20000000298023224, nothing=null}");
        }
    }

    @Test
    void unnamedColumnsKeepTheirNames() throws Exception {
        RuleSet rules = ExactFeed.compile(rule(
                "r",
                "select 1 as k, AVG(metric), sum(metric) / 2, stddev(distinct metric), host || 'x' @eventbean"
                        + " from Metric#length(2)"));

        assertThat(rules.rules().get(0).columns())
                .containsExactly("k", "avg(metric)", "(sum(metric))/2", "stddev(distinct metric)", "host || 'x'");
    }

    @Test
    void onlyTheFunctionsThemselvesAreMeant() throws Exception {
        String epl = "/* avg(x) \uD83D\uDD14 */ "
                + rule(
                        "r",
                        "select 'avg(\uD83D\uDD14' as k, // sum( of all\n"
                                + " \"sum(metric)\" as t, 1 as `avg`, avg(metric) /* stddev( */ as a from Metric#length(2)");
        try (ExactFeed feed = new ExactFeed(ExactFeed.compile(epl))) {
            feed.at(0, "h", GLITCH);
            feed.at(1, "h", 0.1);
            feed.at(2, "h", 0.2);

            assertThat(feed.last("r").replace("0.15000000000000002", "0.15"))
                    .isEqualTo("{k=avg(\uD83D\uDD14, t=sum(metric), avg=1, a=0.15}");
        }
    }

    @Test
    void aRebuiltEngineAnswersBitForBitLikeOneThatNeverStopped() throws Exception {
        RuleSet rules = ExactFeed.compile(FORMS);
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            double[] values = IntStream.range(0, 500)
                    .mapToDouble(i -> random.nextInt(60) == 0 ? GLITCH : 20 + 3 * random.nextGaussian())
                    .toArray();
            // The window is 10 s and a row is given every 5 s: 30 readings at half a second are all that matters.
            List<String> straight = tail(rules, values, 0, 400);
            List<String> rebuilt = tail(rules, values, 360, 400);

            assertThat(straight).hasSizeGreaterThan(1000);
            assertThat(rebuilt).isEqualTo(straight);
        }
    }

    /** The rows of readings from one number on, where the engine gets those from another on. */
    private static List<String> tail(RuleSet rules, double[] values, int from, int shown) {
        try (ExactFeed feed = new ExactFeed(rules)) {
            for (int i = from; i < values.length; i++) {
                if (i == shown) {
                    feed.take();
                }
                feed.at(i * 0.5, "h" + i % 3, values[i]);
            }
            return new ArrayList<>(feed.take());
        }
    }
}
