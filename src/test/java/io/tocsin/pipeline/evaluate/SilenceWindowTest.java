package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code #unique(..)#timetolive(..)} as one window: the rows of Esper's two and their intersection, in the same order. */
class SilenceWindowTest {
    private static final String SILENCE = "#unique(host, service)#timetolive(seen + 20001) retain-intersection";
    private static final String OWN_TIME =
            "#unique(host, service)#timetolive(seen + cast(ttl * 1000 + 0.5, long) + 1) retain-intersection";

    private static RuleSet rules(String form) throws Exception {
        return PlainEsper.rules(form.replace("#S", SILENCE).replace("#T", OWN_TIME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@1 select rstream host, service, time from Metric#S where current_timestamp > seen + 20000;",
                "@1 select rstream host, service, sequence from Metric#S;",
                "@1 select irstream host, service, sequence from Metric#T;",
                "@1 select rstream host, service, time from Metric#T"
                        + " where current_timestamp > seen + cast(ttl * 1000 + 0.5, long);",
                "@1 select rstream host, sequence from Metric(service = 'A')#unique(host)#timetolive(seen + 900)"
                        + " retain-intersection;",
                "insert into Gone select rstream * from Metric#S; @1 select host, service, metric, time, seen, ttl, longitude,"
                        + " latitude, context, sequence from Gone;",
                "@1 select rstream host, sequence, prior(1, sequence) as p from Metric#S;",
                "@1 select window(*).countOf(a => a.metric > 50) as n, first(sequence) as f from Metric#S;",
                "@1 select count(*) as n, sum(metric) as total from Metric#T;",
                "@1 select host, count(*) as n from Metric#S group by host output last at (*/1, *, *, *, *);",
                "@1 select host, service, sequence from Metric#T output snapshot at (*/1, *, *, *, *);",
                "@1 select a.sequence as s, b.sequence as t from Metric(service = 'A')#unique(host)"
                        + "#timetolive(seen + 20001) as a retain-intersection, Metric(service = 'B')#unique(host)"
                        + "#timetolive(seen + 9001) as b retain-intersection where a.host = b.host;",
                "@1 select host, (select count(*) from Metric#T) as n from Metric(metric > 50);",
                "create context ByHost partition by host from Metric;"
                        + " @1 context ByHost select rstream host, service, sequence from Metric#T;"
                        + " @2 context ByHost select host, count(*) as n from Metric#S;",
                "@1 select rstream host, service, sequence from Metric#groupwin(host)#unique(service)"
                        + "#timetolive(seen + 20001) retain-intersection;",
                "create context Odd initiated by Metric(service = 'A', metric > 80) as m"
                        + " terminated by Metric(service = 'B', host = m.host, metric > 50);"
                        + " @1 context Odd select rstream host, service, sequence from Metric#S;",
                "create window Newest#T as Metric; insert into Newest select * from Metric(metric > 30);"
                        + " on Metric(metric < 5) as d delete from Newest as n where n.host = d.host;"
                        + " @1 select irstream host, service, sequence from Newest;"
                        + " @2 on Metric(metric > 95) select n.host as host, n.sequence as s from Newest as n;",
                "create window Newest#unique(host)#timetolive(goes) retain-intersection"
                        + " as (host string, goes long, n double);"
                        + " insert into Newest select host, seen + 20001 as goes, metric as n from Metric(metric > 30);"
                        + " on Metric(metric < 9) as d update Newest as w set n = d.metric, goes = w.goes + 5000"
                        + " where w.host != d.host; @1 select irstream host, goes, n from Newest;",
            })
    void rowsAreThoseOfEsperByItself(String form) throws Exception {
        RuleSet rules = rules(form);
        assertThat(PlainEsper.ours(rules, RandomMetrics::feedWithGaps))
                .isEqualTo(PlainEsper.rows(rules, RandomMetrics::feedWithGaps))
                .isNotEmpty();
    }

    /** What goes as it comes goes together with what it replaces, for which Esper has no order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@1 select irstream host, service, sequence from Metric#unique(host)"
                        + "#timetolive(seen + cast(ttl * 1000, long) - 20000) retain-intersection;",
                "@1 select rstream host, service, sequence from Metric#unique(host, service)"
                        + "#timetolive(seen - 1) retain-intersection;",
            })
    void rowsAreThoseOfEsperWhereEventsGoAsTheyCome(String form) throws Exception {
        RuleSet rules = rules(form);
        assertThat(PlainEsper.ours(rules, RandomMetrics::feedWithGaps))
                .containsExactlyInAnyOrderElementsOf(PlainEsper.rows(rules, RandomMetrics::feedWithGaps))
                .isNotEmpty();
    }

    @Test
    void anotherOrderOfTheWindowsIsLeftToEsper() throws Exception {
        RuleSet rules = rules("@1 select rstream host, service, sequence from"
                + " Metric#timetolive(seen + 20001)#unique(host, service) retain-intersection;");
        assertThat(PlainEsper.ours(rules, RandomMetrics::feedWithGaps))
                .containsExactlyInAnyOrderElementsOf(PlainEsper.rows(rules, RandomMetrics::feedWithGaps))
                .isNotEmpty();
    }

    /** Esper looks for what goes by the key as it is then, and takes away another's. */
    @Test
    void aKeyThatDependsOnTheTimeIsThatOfTheEvent() throws Exception {
        RuleSet rules = rules("@1 select rstream host, sequence from Metric#unique(host,"
                + " current_timestamp.getMinuteOfHour())#timetolive(seen + 60001) retain-intersection"
                + " where current_timestamp > seen + 60000;");
        assertThat(PlainEsper.ours(rules, (clock, events) -> {
                    for (int i = 0; i < 5; i++) {
                        long time = Feed.T0 + 30_000 + i * 40_000L;
                        clock.accept(time);
                        events.accept(new Metric("h", "A", 1, time, time, 60, null, null, "c", i));
                    }
                    clock.accept(Feed.T0 + 400_000);
                }))
                .containsExactly(
                        row(90_001, 0), row(170_001, 2), row(210_001, 3), row(250_001, 4)); // 1 was replaced by 2
    }

    private static String row(long time, int sequence) {
        return Feed.T0 + time + "r1[\"h\"," + sequence + "]";
    }
}
