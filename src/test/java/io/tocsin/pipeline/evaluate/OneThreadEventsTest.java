package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Metric;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a runtime with the services that Esper comes with: the same rows, in the same order. */
class OneThreadEventsTest {
    private static final long SEED = 23;
    private static final int EVENTS = 500;

    private static void feed(LongConsumer clock, Consumer<Metric> to) {
        RandomMetrics.feed(SEED, EVENTS, clock, to);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@1 select host, metric from Metric(service = 'A');",
                "@1 select host from Metric; @2 select metric from Metric(service = 'A');"
                        + " @3 select host, service from Metric(metric > 50);",
                "@1 @Priority(1) select host from Metric; @2 @Priority(3) select metric from Metric(service = 'A');"
                        + " @3 @Priority(2) select host, service from Metric(metric > 50);",
                "@1 @Priority(1) select host from Metric; @2 @Drop @Priority(3) select metric from Metric(service = 'A');"
                        + " @3 @Priority(2) select host, service from Metric(metric > 50);",
                "@1 @Drop select host from Metric(metric > 50); @2 select metric from Metric;",
                "@1 select a.host as host, b.metric as metric from Metric#length(3) as a, Metric#length(2) as b"
                        + " where a.host = b.host; @2 select metric from Metric;",
                "@1 select a.metric as one, b.metric as other from pattern [every a=Metric(service = 'A')"
                        + " -> b=Metric(service = 'B', host = a.host)]; @2 select metric from Metric(service = 'B');",
                "@1 select a.metric as one, b.metric as other from pattern [every a=Metric(metric > 60)"
                        + " -> every b=Metric(metric > 90)]; @2 select metric from Metric(metric > 90);",
                "create context ByHost partition by host from Metric; @1 context ByHost select host, count(*) as n from Metric;"
                        + " @2 context ByHost select host, sum(metric) as total from Metric(metric > 10);",
                "create context Hot initiated by Metric(service = 'A', metric > 80) as m"
                        + " terminated by Metric(service = 'B', host = m.host);"
                        + " @1 context Hot select context.m.host as host, count(*) as n from Metric; @2 select host from Metric;",
                "insert into Hot select host, metric from Metric(metric > 60); @1 select host, metric from Hot;"
                        + " @2 select host, count(*) as n from Hot#length(5) group by host; @3 select metric from Metric;",
                "create window Newest#unique(host) as Metric; insert into Newest select * from Metric(service = 'A');"
                        + " @1 on Metric(service = 'B') as b select l.host as host, l.metric as metric from Newest as l"
                        + " where l.host = b.host; @2 select host, (select count(*) from Newest) as n from Metric;",
                "@1 select host, (select max(metric) from Metric#time(30 sec)) as most from Metric;"
                        + " @2 select rstream host, metric from Metric#time(10 sec);",
                "@1 select P.host as host, Q.metric as metric from Metric#keepall match_recognize (partition by host"
                        + " measures P as P, Q as Q pattern (P Q) define Q as Q.metric > P.metric); @2 select host from Metric;",
            })
    void rowsAreThoseOfEsperByItself(String form) throws Exception {
        RuleSet rules = PlainEsper.rules(form);
        assertThat(PlainEsper.ours(rules, OneThreadEventsTest::feed))
                .isEqualTo(PlainEsper.rows(rules, OneThreadEventsTest::feed))
                .isNotEmpty();
    }
}
