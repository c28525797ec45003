package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateValuesTest {
    private static void run(String rules, Engine.RowReceiver receiver) {
        Random random = new Random(11);
        try (Engine engine = new Engine(Rules.of(rules), Feed.T0, Map.of(), receiver)) {
            long time = Feed.T0;
            for (int i = 0; i < 600; i++) {
                time += random.nextInt(5_000);
                engine.advance(time);
                String service = random.nextBoolean() ? "A" : "B";
                engine.send(new Metric(
                        "h" + random.nextInt(3), service, random.nextInt(100), time, time, 60, null, 5.0, "c", i));
            }
        }
    }

    private static String text(Row row) {
        return row.rule().name() + Json.array(row.values());
    }

    /** The engine has gone on, and was closed, when these values are looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@R select host, service, metric, time from Metric(metric > 50);",
                "@R select * from Metric(metric > 50);",
                "@R select host, metric > 50 as high, longitude, latitude, context from Metric;",
                "@R select host, avg(metric) as average, count(*) as n, min(metric) as least"
                        + " from Metric(service = 'B')#time(1 min) group by host;",
                "@R select host, service, avg(metric) as average from Metric#time(1 min) group by host, service"
                        + " output last at (*/1, *, *, *, *);",
                "@R select host, count(*) as n from Metric#time_batch(1 min, 0L) group by host;",
                "@R select irstream host, metric from Metric(service = 'A')#length(3);",
                "@R select rstream host, service, time from Metric#unique(host, service)#time(20 sec);",
                "@R select host, window(metric) as all_of_them from Metric#length(4);",
                "@R select prev(1, metric) as before, metric from Metric#length(3);",
                "@R select a.host as host, a.metric as one, b.metric as other"
                        + " from pattern [every a=Metric(service = 'A') -> b=Metric(service = 'B', host = a.host)];",
                "@R select a.* from pattern [every a=Metric(service = 'A') -> Metric(service = 'B', host = a.host)] as a;",
                "create context ByHost partition by host from Metric;"
                        + " @R context ByHost select context.key1 as host, sum(metric) as total from Metric;",
                "create table Totals (host string primary key, n count(*), total sum(double));"
                        + " into table Totals select count(*) as n, sum(metric) as total from Metric group by host;"
                        + " @R select host, Totals[host].n as n, Totals[host].total as total from Metric(service = 'B');",
                "create table Totals (host string primary key, n count(*), total sum(double));"
                        + " into table Totals select count(*) as n, sum(metric) as total from Metric group by host;"
                        + " @R on Metric(service = 'B') as m select t.host as host, t.n as n, t.total as total"
                        + " from Totals as t where t.host = m.host;",
                "create table Totals (host string primary key, n count(*), total sum(double), all_of_them window(*) @type(Metric));"
                        + " into table Totals select count(*) as n, sum(metric) as total, window(*) as all_of_them"
                        + " from Metric#length(5) group by host;"
                        + " @R on Metric(service = 'B') as m select t.* from Totals as t where t.host = m.host;",
                "create table Totals (host string primary key, n count(*), total sum(double), all_of_them window(*) @type(Metric));"
                        + " into table Totals select count(*) as n, sum(metric) as total, window(*) as all_of_them"
                        + " from Metric#length(5) group by host;"
                        + " @R on Metric(service = 'B') as m select * from Totals as t where t.host = m.host;",
                "create table Totals (host string primary key, n count(*), total sum(double), all_of_them window(*) @type(Metric));"
                        + " into table Totals select count(*) as n, sum(metric) as total, window(*) as all_of_them"
                        + " from Metric#length(5) group by host;"
                        + " @R select host, Totals[host].all_of_them as those, Totals[host] as row from Metric(service = 'B');",
                "create window Newest#unique(host) as (host string, metric double);"
                        + " insert into Newest select host, metric from Metric(service = 'A');"
                        + " on Metric(service = 'B') as m update Newest as n set metric = n.metric + 1000"
                        + " where n.host = m.host;"
                        + " @R on Metric(metric > 90) as m select n.host as host, n.metric as metric from Newest as n"
                        + " where n.host = m.host;",
                "create window Newest#unique(host) as (host string, metric double);"
                        + " insert into Newest select host, metric from Metric(service = 'A');"
                        + " on Metric(service = 'B') as m update Newest as n set metric = n.metric + 1000"
                        + " where n.host = m.host;"
                        + " @R select * from Newest;",
                "create schema Hot (host string, metric double);"
                        + " insert into Hot select host, metric from Metric(metric > 60);"
                        + " @R select * from Hot;",
            })
    void areThoseThatTheRowCameWith(String form) {
        String rules = form.replace("@R", "@Name('r') @Alert(severity = 'info', summary = '', each = true)");
        List<String> atOnce = new ArrayList<>();
        run(rules, (time, row) -> atOnce.add(text(row)));
        List<Row> kept = new ArrayList<>();
        run(rules, (time, row) -> kept.add(row));
        assertThat(kept).extracting(LateValuesTest::text).isEqualTo(atOnce).isNotEmpty();
    }
}
