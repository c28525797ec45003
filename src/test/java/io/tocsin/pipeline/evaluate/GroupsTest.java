package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code group by} in the product's form: the rows of Esper's, in the same order. */
class GroupsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host;",
                "@1 select host, count(*) as n, sum(metric) as s from Metric#time(20 sec) group by host having count(*) > 1;",
                "@1 select host, sequence, count(*) as n from Metric#length(7) group by host;",
                "@1 select irstream host, count(*) as n from Metric#unique(host, service) group by host;",
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host output last every 30 events;",
                "@1 select host, count(*) as n from Metric#time(3 sec) group by host output last every 2 events;",
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host output all every 7 events;",
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host output first every 7 events;",
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host output every 7 events;",
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host output snapshot every 7 events;",
                "@1 select host, sequence, count(*) as n from Metric#time(20 sec) group by host"
                        + " output snapshot at (*/1, *, *, *, *);",
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host output when count_insert > 6;",
                "@1 @Hint('disable_reclaim_group') select host, count(*) as n from Metric#time(20 sec) group by host"
                        + " output last every 7 events;",
                "@1 select host, count(*) as n from Metric group by host output all every 9 events;",
                "@1 select host, window(*).countOf(a => a.metric > 50) as n, first(sequence) as f, last(sequence) as m"
                        + " from Metric#time(1 min) group by host output last every 7 events;",
                "@1 select host, count(distinct service) as n, avg(metric, group_by:()) as a from Metric#time(1 min)"
                        + " group by host output last every 7 events;",
                "@1 select host, service, count(*) as n from Metric#time(20 sec) group by cube(host, service)"
                        + " output last every 7 events;",
                "@1 select a.host as host, count(*) as n from Metric(service = 'A')#time(20 sec) as a,"
                        + " Metric(service = 'B')#time(9 sec) as b where a.host = b.host group by a.host;",
                "@1 select a.host as host, count(*) as n from Metric(service = 'A')#time(20 sec) as a full outer join"
                        + " Metric(service = 'B')#time(9 sec) as b on a.host = b.host group by a.host"
                        + " output all every 7 events;",
                "@1 select host, (select count(*) as n from Metric#time(30 sec) group by host).take(9) as n from Metric;",
                "@1 select host, (select sum(metric) from Metric#time(30 sec) as x where x.service = m.service"
                        + " group by service) as s from Metric as m;",
                "@1 select host, count(*) as n from Metric#time(1 min) group by host output last every 7 events;"
                        + " @2 select service, count(*) as n from Metric#time(20 sec) group by service"
                        + " output last every 5 events;"
                        + " @3 select host, count(*) as n from Metric#time(2 min) group by host output last every 9 events;",
                "create context ByHost partition by host from Metric;"
                        + " @1 context ByHost select host, service, count(*) as n from Metric#time(20 sec) group by service"
                        + " output last every 3 events;"
                        + " @2 context ByHost select service, count(*) as n from Metric#time(20 sec) group by service;",
                "create context PerMinute start @now end after 1 min;"
                        + " @1 context PerMinute select host, count(*) as n from Metric#time(2 min) group by host"
                        + " output last when terminated;",
                "create table Counts(host string primary key, n count(*)); into table Counts select count(*) as n"
                        + " from Metric#time(20 sec) group by host; @1 select host, Counts[host].n as n from Metric;",
                "create window Kept#time(1 min) as Metric; insert into Kept select * from Metric(metric > 30);"
                        + " on Metric(metric < 5) as d delete from Kept as k where k.host = d.host;"
                        + " @1 select host, count(*) as n from Kept group by host output last every 7 events;"
                        + " @2 on Metric(metric > 90) as m select k.host as host, count(*) as n from Kept as k group by k.host;",
                "@1 select host, count(*) as n from Metric#time(20 sec) group by host output last every 7 events"
                        + " order by count(*) desc, host;",
                "@1 select host, sum(time - sequence) as s, avg(seen) as a, max(ttl) as m, stddev(longitude) as d from"
                        + " Metric#time(1 min) group by host output last every 7 events;",
                "@1 select metric > 50 as high, metric, sequence, ttl, context, seen, time, longitude, latitude, count(*) as n"
                        + " from Metric#time(20 sec) group by metric > 50, sequence, ttl, context, seen, time, longitude, latitude"
                        + " output last every 7 events;",
                "@1 select host, count(*) as n from Metric#time(20 sec) where prior(1, metric) < metric group by host"
                        + " output last every 7 events;",
                "@1 select host, sum(prior(1, metric)) as s from Metric#time(20 sec) group by host output last every 7 events;",
                "@1 select host, prior(1, host) as p, count(*) as n from Metric#length(5) group by host"
                        + " output last every 3 events;"
                        + " @2 select host, sum(metric) as s from Metric#time(20 sec) group by host output last every 3 events;",
                "@1 select host, prior(1, host) as p, count(*) as n from Metric#time(20 sec) group by host"
                        + " output last every 3 events;",
                "@1 select host, prev(1, host) as p, count(*) as n from Metric#length_batch(4) group by host"
                        + " output last every 4 events;",
                "@1 select host, count(*) as n from Metric#time(20 sec) where metric > 40 group by host output last every 3 events;",
                "@1 select host, count(*) as n from Metric#time(90 sec) group by host, current_timestamp > seen + 30000"
                        + " output last every 2 events; @2 select host, count(*) as n from Metric group by host"
                        + " output last every 2 events;",
                "@1 select host, sum(metric) as s from Metric#length(5) group by host output last every 3 events;"
                        + " @2 select host, window(*).countOf(a => a.metric > 50) as n from Metric#time(20 sec) group by host;",
                "@1 select longitude, count(*) as n from Metric(longitude is null or longitude > 5)#time(20 sec)"
                        + " group by longitude output last every 7 events;",
            })
    void rowsAreThoseOfEsperByItself(String form) throws Exception {
        RuleSet rules = PlainEsper.rules(form);
        assertThat(PlainEsper.ours(rules, RandomMetrics::feedWithGaps))
                .isEqualTo(PlainEsper.rows(rules, RandomMetrics::feedWithGaps))
                .isNotEmpty();
    }
}
