package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.config.Settings;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What rules cost, told by name. */
class RuleCostTest {
    @Test
    void whatEachStatementHoldsIsCounted() {
        RuleSet rules = Rules.of(
                """
                @Name('window') select host from Metric#time(1 hour);
                @Name('groups') select host, count(*) as n from Metric#time(1 hour) group by host;
                @Name('last') select host from Metric#unique(host);
                @Name('grouped') select host from Metric#groupwin(host)#length(2);
                @Name('waiting') select a.host from pattern [every a=Metric -> Metric(metric > 1000)];
                @Name('filter') select host from Metric(metric > 5);
                create context ByHost partition by host from Metric;
                @Name('keyed') context ByHost select host from Metric#time(1 hour);
                create window W#time(1 hour) as Metric;
                @Name('into') insert into W select * from Metric;
                create table T(host string primary key, n count(*));
                @Name('table') into table T select count(*) as n from Metric group by host;
                @Name('subquery') select (select max(metric) from Metric#time(1 hour)) as m from Metric;
                @Name('join') select a.host from Metric#time(1 hour) as a, Metric#lastevent as b where a.host = b.host;
                """);
        try (Feed feed = new Feed(rules, Settings.defaults())) {
            for (int i = 0; i < 100; i++) {
                feed.message(Feed.T0, "host" + i % 10, Feed.T0);
            }

            assertThat(feed.evaluator.held())
                    .containsEntry("window", 100L)
                    .containsEntry("groups", 110L)
                    .containsEntry("last", 10L)
                    .containsEntry("filter", 0L)
                    .containsEntry("keyed", 100L)
                    .containsEntry("subquery", 101L)
                    .containsEntry("join", 101L)
                    .containsEntry("a.epl:11", 10L);
            assertThat(feed.evaluator.held().get("waiting")).isBetween(100L, 110L);
            assertThat(feed.evaluator.held().get("grouped")).isBetween(20L, 30L);
            assertThat(feed.evaluator.held().get("a.epl:9")).isBetween(100L, 200L);
        }
    }

    @Test
    void windowsOfWindowsAreCountedToo() {
        RuleSet rules = Rules.of(
                """
                @Name('silence') select rstream host from
                Metric#unique(host, service)#timetolive(seen + 300001) retain-intersection;
                @Name('both') select host from Metric#unique(host)#lastevent retain-union;
                @Name('batch') select host from Metric#unique(host)#time_batch(1 hour, 0L);
                @Name('joined') select rstream a.host from Metric#unique(host)#time(1 min) as a, Metric#lastevent as b;
                """);
        try (Feed feed = new Feed(rules, Settings.defaults())) {
            for (int i = 0; i < 100; i++) {
                feed.message(Feed.T0, "host" + i % 10, Feed.T0);
            }

            // One window, where Esper has two of ten and their intersection.
            assertThat(feed.evaluator.held().get("silence")).isEqualTo(10L);
            assertThat(feed.evaluator.held().get("both")).isBetween(10L, 25L);
            assertThat(feed.evaluator.held().get("batch")).isBetween(10L, 30L);
            assertThat(feed.evaluator.held().get("joined")).isBetween(10L, 40L);
        }
    }

    @Test
    void theRuleThatAThreadIsAtIsTold() throws Exception {
        RuleSet rules = Rules.of(
                """
                @Name('idle') select host from Metric(metric > 5);
                @Name('busy-rule 1') select window(*).countOf(a => a.metric > 5) as n
                from Metric#time(1 hour);
                """);
        AtomicBoolean done = new AtomicBoolean();
        Thread engine = new Thread(() -> {
            try (Feed feed = new Feed(rules, Settings.defaults())) {
                for (int i = 0; !done.get(); i++) {
                    feed.message(Feed.T0, "host" + i % 10, Feed.T0);
                }
            }
        });
        engine.start();
        try {
            await().until(() -> "busy-rule 1".equals(rules.at(engine.getStackTrace())));
        } finally {
            done.set(true);
            engine.join();
        }
        assertThat(rules.at(Thread.currentThread().getStackTrace())).isNull();
    }
}
