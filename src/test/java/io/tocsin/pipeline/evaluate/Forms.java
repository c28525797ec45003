package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.List;

/** The forms of rules that can be rebuilt, each with the horizon it needs. */
public final class Forms {
    private static final String STATE =
            "create window W#unique(host, service) as (host string, service string, metric double); ";
    private static final String KEYED = "create context ByS partition by host, service from Metric; ";
    private static final String HALF_HOURS = "create context Half start (0, *, *, *, *) end (30, *, *, *, *); ";
    private static final String EXACTS =
            "count(*) as n, max(metric) as most, min(metric) as least, avg(metric) as mean";
    private static final String FIVE =
            "insert into Five select host, service, max(metric) as m from Metric#time(5 min) group by host, service";

    private Forms() {}

    /**
     * A form.
     *
     * @param epl with {@code @Row} at the rule whose rows are compared
     * @param horizon as {@code tocsin check} says it
     * @param tight whether half of it is too little
     */
    public record Form(String epl, String horizon, boolean tight) {
        /** The rules, each row a notice. */
        public String rules() {
            return epl.replace("@Row", "@Name('r') @Alert(severity = 'info', summary = 'r', each = true)");
        }

        @Override
        public String toString() {
            return epl;
        }
    }

    private static Form none(String epl) {
        return new Form(epl, "none", false);
    }

    private static Form last(String epl) {
        return new Form(epl, "last event", false);
    }

    private static Form time(String horizon, String epl) {
        return new Form(epl, horizon, true);
    }

    private static Form loose(String horizon, String epl) {
        return new Form(epl, horizon, false);
    }

    /** The defaults, but no horizon beyond what rules need, and some variables. */
    public static Settings settings() {
        Settings d = Settings.defaults();
        return TestSettings.with(
                d,
                new Settings.Rules(
                        Duration.ZERO,
                        d.rules().poll(),
                        false,
                        d.rules().timeZone(),
                        java.util.Map.of("span", 5L, "most", 80.0)));
    }

    public static List<Form> all() {
        return List.of(
                // no state
                none("@Row select host, service, metric, time from Metric(service = 'Temperature', metric > 80);"),
                none("@Row select host, service, current_timestamp.getHourOfDay() as h from Metric(metric > most);"),
                none("@Row select current_timestamp as t from pattern [every timer:at(*/7, *, *, *, *)];"),
                none("@Row select a.host as host, a.metric as metric from pattern [every a=Metric(metric > 80)];"),
                none(
                        "@Row select a.host as host from pattern [every (a=Metric(metric > 80) or b=Metric(metric < 5))];"),
                // windows of time
                time(
                        "5 min 1 s",
                        "@Row select host, service, " + EXACTS + " from Metric#time(5 min) group by host, service;"),
                time(
                        "5 min 1 s",
                        "@Row select irstream host, service, sum(metric) as s from Metric#time(span minutes) group by"
                                + " host, service;"),
                time(
                        "5 min 1 s",
                        "@Row select host, max(metric) as m from Metric(metric > 70)#time(300) group by host;"),
                time("5 min 1 s", "@Row select rstream host, service, metric from Metric#time(5 minutes);"),
                time(
                        "5 min 1 s",
                        "@Row select host, service, max(metric) as m from Metric#groupwin(host, service)#time(5 min)"
                                + " group by host, service;"),
                time(
                        "5 min 1 s",
                        "@Row select host, service, avg(metric) as a from Metric#time(5 min) group by host, service"
                                + " having avg(metric) > 70;"),
                time("5 min 1 s", "@Row select count(*) as n from Metric#time_order(seen, 5 min);"),
                time("5 min 1 s", "@Row select count(*) as n, sum(metric) as s from Metric#ext_timed(seen, 5 min);"),
                time("10 min 1 s", "@Row select count(distinct host) as n from Metric#time(10 min);"),
                time(
                        "5 min 1 s",
                        "@Row select host, service, prev(1, metric) as p, prevcount(metric) as n from"
                                + " Metric#groupwin(host, service)#time(5 min);"),
                time(
                        "5 min 1 s",
                        "@Row select count(*) as n from Metric(metric > 80)#length(100)#time(5 min)"
                                + " retain-intersection;"),
                // batches
                loose(
                        "20 min 1 s",
                        "@Row select host, service, " + EXACTS + " from Metric#time_batch(10 min, 0L) group by host,"
                                + " service;"),
                time(
                        "10 min 1 s",
                        "@Row select host, service, " + EXACTS + " from Metric#time_batch(10 min, 0L) group by host,"
                                + " service having count(*) > 0;"),
                loose("20 min 1 s", "@Row select irstream host, service, metric from Metric#time_batch(10 min, 0L);"),
                // output
                time(
                        "6 min 1 s",
                        "@Row select host, service, " + EXACTS + " from Metric#time(5 min) group by host, service"
                                + " output last at (*/1, *, *, *, *);"),
                time(
                        "6 min 1 s",
                        "@Row select host, service, max(metric) as m from Metric#time(5 min) group by host, service"
                                + " output all at (*/1, *, *, *, *);"),
                time(
                        "5 min 1 s",
                        "@Row select host, service, " + EXACTS + " from Metric#time(5 min) group by host, service"
                                + " output snapshot at (*/1, *, *, *, *);"),
                time(
                        "10 min 1 s",
                        "@Row select host, service, metric from Metric(metric > 80) output at (*/10, *, *, *, *);"),
                loose(
                        "10 min 1 s",
                        "@Row select host, service, metric from Metric(service = 'Pressure', metric > 92) output first at"
                                + " (*/10, *, *, *, *);"),
                loose(
                        "11 min 1 s",
                        "@Row select count(distinct host) as n from Metric#time(10 min) output last at (*/1, *, *,"
                                + " *, *);"),
                loose(
                        "10 min 1 s",
                        "@Row select host, service, metric from Metric#unique(host, service) output last at (*/10,"
                                + " *, *, *, *);"),
                last(
                        "@Row select host, service, metric from Metric#unique(host, service) output snapshot at (*/1, *, *, *, *);"),
                time(
                        "5 min 1 s",
                        "@Row select m.host as host, count(*) as n from pattern [every timer:at(*/1, *, *, *, *)] as"
                                + " t unidirectional, Metric#time(5 min) as m group by m.host;"),
                time(
                        "5 min 1 s",
                        "@Row select (select count(*) from Metric(metric > 90)#time(5 min)) as n from pattern [every"
                                + " timer:at(*/1, *, *, *, *)];"),
                // silence
                last(
                        "@Row select rstream host, service, seen from Metric#unique(host, service)#timetolive(seen + 600001L)"
                                + " retain-intersection where current_timestamp > seen + 600000L;"),
                last(
                        "@Row select rstream host, service, ttl from Metric#unique(host, service)#timetolive(seen + cast(ttl *"
                                + " 1000 + 0.5, long) + 1) retain-intersection where current_timestamp > seen + cast(ttl * 1000 + 0.5,"
                                + " long);"),
                last("@Row select rstream host, seen from Metric#unique(host)#timetolive(seen + 600001L)"
                        + " retain-intersection where current_timestamp > seen + 600000L;"),
                last(
                        "@Row select rstream service, seen from Metric(service in ('Pressure', 'Humidity'))#unique(service)"
                                + "#timetolive(seen + 600001L) retain-intersection where current_timestamp > seen + 600000L;"),
                last(
                        "@Row select rstream host, service, seen from Metric#unique(host, service)#time(600001 milliseconds)"
                                + " retain-intersection where current_timestamp > seen + 600000L;"),
                last("@Row select a.host as host, a.service as service, a.seen as seen from pattern [every a=Metric ->"
                        + " (timer:interval(10 min) and not Metric(host = a.host, service = a.service))];"),
                last(
                        "create window LastSeen#unique(host, service) as (host string, service string, due long); insert into"
                                + " LastSeen select host, service, seen + 600000L as due from Metric; @Row on pattern [every"
                                + " timer:at(*, *, *, *, *, *)] select and delete host, service from LastSeen where due <"
                                + " current_timestamp;"),
                time(
                        "10 min 1 s",
                        "@Row select rstream host, service, seen from Metric(metric > 75)#unique(host, service)"
                                + "#timetolive(seen + 600000L) retain-intersection where current_timestamp >= seen + 600000L;"),
                time(
                        "5 min 1 s 1 ms",
                        "@Row select rstream host, service, ttl from Metric(context ="
                                + " '594e7bfb463aee1301da2d6b', metric > 86)#unique(host, service)#timetolive(seen + cast(ttl * 1000,"
                                + " long) + 1) retain-intersection where current_timestamp > seen + cast(ttl * 1000, long);"),
                // the last value of each sensor
                last(
                        "@Row select host, service, metric - prev(1, metric) as d from Metric#groupwin(host, service)#length(2)"
                                + " where prev(1, metric) is not null;"),
                last("@Row select host, prev(1, service) as p from Metric#groupwin(host)#length(2);"),
                last("@Row select host, prior(1, metric) as p from Metric;"),
                last(
                        "@Row select host, service, max(metric) as m, count(*) as n from Metric#groupwin(host, service)#length(2)"
                                + " group by host, service;"),
                last(
                        "@Row select host, service, metric > 60 as high from Metric#groupwin(host, service)#length(2) where"
                                + " (prev(1, metric) > 60) != (metric > 60);"),
                last(
                        "@Row select m.host as host, (select median(metric) from Metric(service = 'Pressure')#unique(host)) as"
                                + " middle from Metric(service = 'Pressure') as m;"),
                last(
                        "@Row select count(*) as n, count(distinct host) as h from Metric#unique(host, service)#timetolive(seen +"
                                + " 600001L) retain-intersection;"),
                last(
                        "@Row select p.host as host, p.metric as p, q.metric as q from Metric(service = 'Pressure')#unique(host)"
                                + " as p, Metric(service = 'FlowRate')#unique(host) as q where p.host = q.host;"),
                last(
                        "@Row select rstream p.host as host from Metric(service = 'Pressure')#unique(host)#timetolive(seen +"
                                + " 600001L) as p retain-intersection where current_timestamp > p.seen + 600000L and exists (select *"
                                + " from Metric(service != 'Pressure')#unique(host) as o where o.host = p.host and o.seen > p.seen);"),
                last(
                        "insert into D select host as h, service as s, metric, current_timestamp as at from Metric; @Row select"
                                + " rstream h, s from D#unique(h, s)#timetolive(at + 600001L) retain-intersection where"
                                + " current_timestamp > at + 600000L;"),
                last(STATE
                        + "on Metric as m merge W as w where w.host = m.host and w.service = m.service when matched then"
                        + " update set w.metric = m.metric when not matched then insert select m.host as host, m.service as"
                        + " service, m.metric as metric; @Row on pattern [every timer:at(*/1, *, *, *, *)] select host,"
                        + " service, metric from W;"),
                last(
                        "create table T(host string primary key, service string primary key, metric double); on Metric as m"
                                + " merge T as t where t.host = m.host and t.service = m.service when matched then update set t.metric"
                                + " = m.metric when not matched then insert select m.host as host, m.service as service, m.metric as"
                                + " metric; @Row on pattern [every timer:at(*/1, *, *, *, *)] select t.host as host, t.metric as"
                                + " metric from T as t;"),
                last(
                        "create variable double p = 0; on Metric(service = 'Pressure') set p = metric; @Row select host, p from"
                                + " Metric(service = 'FlowRate');"),
                last(KEYED + "@Row context ByS select host, service, prev(1, metric) as p from Metric#length(2);"),
                // patterns
                time(
                        "5 min 1 s",
                        "@Row select a.host as host, a.service as service, a.seen as since from pattern [every"
                                + " a=Metric(metric > 60) -> (timer:interval(5 min) and not Metric(host = a.host, service = a.service,"
                                + " metric <= 60))];"),
                time(
                        "5 min 1 s",
                        "@Row select a.host as host, a.metric as a, b.metric as b from pattern [every"
                                + " a=Metric(service = 'Pressure', metric > 80) -> b=Metric(service = 'FlowRate', host = a.host,"
                                + " metric > 110) where timer:within(5 min)];"),
                loose(
                        "11 min 1 s",
                        "@Row select a.host as host, a.seen as since from pattern [every a=Metric(metric > 80) ->"
                                + " timer:interval(10 min) -> timer:at(*/1, *, *, *, *)];"),
                // "for" without a pattern
                time(
                        "10 min 1 s",
                        "@Row select rstream m.host as host, m.service as service, m.seen as since from"
                                + " Metric(metric > 60)#time(10 min) as m where not exists (select * from Metric(metric <= 60)#time(10"
                                + " min) as l where l.host = m.host and l.service = m.service);"),
                loose(
                        "5 min 1 s",
                        "@Row select host, service, min(metric) as m, count(*) as n from Metric#time(5 min) group by"
                                + " host, service having min(metric) > 60 and count(*) >= 3;"),
                loose(
                        "5 min 1 s 1 ms",
                        "insert into Flip select host, service, seen, metric > 60 as high from"
                                + " Metric#groupwin(host, service)#length(2) where (prev(1, metric) > 60) != (metric > 60); @Row"
                                + " select rstream host, service, seen as since from Flip#unique(host, service)#timetolive(seen +"
                                + " 300001L) retain-intersection where high and current_timestamp > seen + 300000L;"),
                // match_recognize
                last(
                        "@Row select * from Metric match_recognize (partition by host, service measures A.host as host, A.metric"
                                + " as a, B.metric as b after match skip to next row pattern (A B) define A as A.metric <= 60, B as"
                                + " B.metric > 60);"),
                time(
                        "1 min 1 s",
                        "@Row select * from Metric match_recognize (partition by host, service measures A.host as"
                                + " host, A.metric as a, C.metric as c after match skip to next row pattern (A B C) define B as"
                                + " B.metric > A.metric, C as C.metric > B.metric and C.seen - A.seen < 60000);"),
                time(
                        "5 min 1 s",
                        "@Row select * from Metric#time(5 min) match_recognize (partition by host, service measures"
                                + " A.host as host, A.metric as a, C.metric as c, D.metric as d after match skip to next row pattern (A"
                                + " B C D) define B as B.metric > A.metric);"),
                // joins and chains
                time(
                        "5 min 1 s",
                        "@Row select p.host as host, p.metric as p, q.metric as q from Metric(service ="
                                + " 'Pressure')#time(5 min) as p, Metric(service = 'FlowRate')#time(5 min) as q where p.host ="
                                + " q.host;"),
                time(
                        "15 min 1 s",
                        FIVE + "; @Row select host, max(m) as m, count(*) as n from Five#time(10 min) group by"
                                + " host;"),
                time(
                        "16 min 1 s",
                        FIVE + " output last at (*/1, *, *, *, *); @Row select host, service, count(*) as n from"
                                + " Five#time(10 min) group by host, service;"),
                time(
                        "11 min 1 s",
                        "insert into M select host, service, max(metric) as m from Metric#time_batch(1 min, 0L)"
                                + " group by host, service having count(*) > 0; @Row select host, service, max(m) as m, count(*) as n"
                                + " from M#time_batch(10 min, 0L) group by host, service having count(*) > 0;"),
                time(
                        "10 min 1 s",
                        "insert into Turn select host, service from Metric#groupwin(host, service)#length(2) where"
                                + " (prev(1, metric) > 60) != (metric > 60); @Row select host, service, count(*) as n from"
                                + " Turn#time(10 min) group by host, service;"),
                time(
                        "30 min 1 s",
                        "insert rstream into Quiet select rstream host, service, seen from Metric#unique(host, service)"
                                + "#timetolive(seen + 120001L) retain-intersection where current_timestamp > seen + 120000L; @Row"
                                + " select host, count(*) as n from Quiet#time(30 min) group by host;"),
                // named windows, tables, contexts
                time(
                        "5 min 1 s",
                        "create window W#time(5 min) as Metric; insert into W select * from Metric; @Row on pattern"
                                + " [every timer:at(*/1, *, *, *, *)] select host, max(metric) as m, count(*) as n from W group by"
                                + " host;"),
                time(
                        "5 min 1 s",
                        "create window W#time(5 min) as Metric; insert into W select * from Metric; on"
                                + " Metric(metric > 90) as m delete from W as w where w.host = m.host; @Row select host, count(*) as n"
                                + " from W group by host;"),
                time(
                        "5 min 1 s",
                        "create table T(host string primary key, n count(*)); into table T select count(*) as n from"
                                + " Metric#time(5 min) group by host; @Row on pattern [every timer:at(*/1, *, *, *, *)] select t.host"
                                + " as host, t.n as n from T as t;"),
                time(
                        "5 min 1 s",
                        KEYED + "@Row context ByS select host, service, " + EXACTS + " from Metric#time(5 min);"),
                time(
                        "6 min 1 s",
                        KEYED + "@Row context ByS select host, service, max(metric) as m from Metric#time(5 min)"
                                + " output last at (*/1, *, *, *, *);"),
                time(
                        "30 min 1 s",
                        HALF_HOURS + "@Row context Half select host, count(*) as n from Metric group by host;"),
                time(
                        "30 min 1 s",
                        HALF_HOURS + "@Row context Half select host, count(*) as n from Metric group by host output"
                                + " snapshot when terminated;"));
    }
}
