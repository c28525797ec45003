package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedServicesTest {
    /** Asks for events of any service, though none has this host: every event goes through the filters then. */
    private static final String ALL =
            "@Name('all') @Alert(severity = 'info', summary = '') select metric from Metric(host = 'nobody');";

    private static final List<String> SERVICES = List.of("A", "B", "C", "X");

    private static List<String> rows(String rules, long seed) {
        List<String> rows = new ArrayList<>();
        try (Engine engine = new Engine(
                Rules.of(rules),
                Feed.T0,
                Map.of(),
                (time, row) -> rows.add(time + " " + row.rule().name() + Json.array(row.values())))) {
            Random random = new Random(seed);
            long time = Feed.T0;
            for (int i = 0; i < 400; i++) {
                time += random.nextInt(5_000);
                engine.advance(time);
                String service = SERVICES.get(random.nextInt(SERVICES.size()));
                engine.send(new Metric(
                        "h" + random.nextInt(3), service, random.nextInt(100), time, time, 60, null, null, null, i));
            }
        }
        rows.removeIf(row -> row.contains(" all["));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@R select host, metric from Metric(service = 'A', metric > 50);",
                "@R select host, metric from Metric(service = 'A') where metric > 50;",
                "@R select host, service, metric from Metric where service = 'A';",
                "@R select host, service, metric from Metric(service in ('A', 'B'));",
                "@R select host, service, metric from Metric(service = 'A' or metric > 90);",
                "@R select host, service, metric from Metric(service = 'A' and metric > 90 or service = 'B');",
                "@R select host, service, metric from Metric(service != 'A');",
                "@R select host, service, metric from Metric(not (service = 'A'));",
                "@R select host, service, metric from Metric(service like 'A%');",
                "@R select host, service, metric from Metric(service = 'A' || '');",
                "@R select host, service, metric from Metric(service is 'A');",
                "@R select host, service, metric from Metric(service = host);",
                "@R expression service alias for { host } select host, metric from Metric(service = 'h1');",
                "@R select host, service, metric from Metric(service = 'A', service = 'B');",
                "@R select count(*) as n from Metric;",
                "@R select host, avg(metric) as average from Metric(service = 'B')#time(1 min) group by host;",
                "@R select a.host as host, b.metric as metric from pattern [every a=Metric(service = 'A', metric > 80)"
                        + " -> b=Metric(service = 'B', host = a.host)];",
                "@R select a.host as host, b.metric as metric from pattern [every a=Metric(service = 'A')"
                        + " -> b=Metric(service = a.service, metric > a.metric)];",
                "@R select a.host as host from pattern [every a=Metric(service = 'A')"
                        + " -> (timer:interval(20 sec) and not Metric(service = 'C', host = a.host))];",
                "@R select x.host as host, y.metric as metric from Metric(service = 'A')#lastevent as x,"
                        + " Metric(service = 'C')#lastevent as y where x.host = y.host;",
                "@R select host, (select max(metric) from Metric(service = 'B')#time(30 sec)) as most"
                        + " from Metric(service = 'A');",
                "create context ByHost partition by host from Metric(service = 'A');"
                        + " @R context ByHost select host, count(*) as n from Metric(service = 'A');",
                "create context Hot initiated by Metric(service = 'A', metric > 90) as m"
                        + " terminated by Metric(service = 'B', host = m.host);"
                        + " @R context Hot select context.m.host as host, count(*) as n from Metric(service = 'C')"
                        + " output last when terminated;",
                "create window Newest#unique(host) as Metric;"
                        + " insert into Newest select * from Metric(service = 'A');"
                        + " @R on Metric(service = 'B') as b select l.host as host, l.metric as metric"
                        + " from Newest as l where l.host = b.host;",
                "create schema Hot (host string, metric double);"
                        + " insert into Hot select host, metric from Metric(service = 'A', metric > 60);"
                        + " @R select host, count(*) as n from Hot#length(5) group by host;",
                "@R select * from Metric(service = 'A')#time(1 min) match_recognize (partition by host"
                        + " measures P.host as host, Q.metric as metric pattern (P Q) define Q as Q.metric > P.metric);",
            })
    void withoutTheOthersEveryRowComesAllTheSame(String rules) {
        String named = rules.replace("@R", "@Name('r') @Alert(severity = 'info', summary = '')");
        for (long seed = 1; seed <= 3; seed++) {
            List<String> rows = rows(named, seed);
            assertThat(rows).isEqualTo(rows(named + ALL, seed));
            if (!rules.contains("service = host") && !rules.contains("service = 'A', service = 'B'")) {
                assertThat(rows).isNotEmpty();
            }
        }
    }

    @Test
    void whatNobodyAsksForIsNotLookedAt() {
        String rules =
                """
                @Name('a') @Alert(severity = 'info', summary = '') select host from Metric(service = 'A', metric > 1);
                @Name('b') @Alert(severity = 'info', summary = '') select host from Metric(metric > 2, service = 'B');
                """;
        try (Engine engine = new Engine(Rules.of(rules), Feed.T0, Map.of(), (time, row) -> {})) {
            assertThat(SERVICES).filteredOn(engine::wants).containsExactly("A", "B");
        }
        try (Engine engine = new Engine(Rules.of(rules + ALL), Feed.T0, Map.of(), (time, row) -> {})) {
            assertThat(SERVICES).allMatch(engine::wants);
        }
    }

    /** Patterns add and drop a filter with every match. */
    @Test
    void filtersThatComeAndGoLeaveNothing() {
        String rules = "@Name('p') @Alert(severity = 'info', summary = '') select a.host as host"
                + " from pattern [every a=Metric(service = 'A') -> b=Metric(service = 'B', host = a.host)];";
        try (Engine engine = new Engine(Rules.of(rules), Feed.T0, Map.of(), (time, row) -> {})) {
            assertThat(engine.wants("B")).isFalse();
            for (int i = 0; i < 1_000; i++) {
                String host = "h" + i;
                engine.send(new Metric(host, "A", 1, Feed.T0, Feed.T0, 60, null, null, null, i));
                assertThat(engine.wants("B")).isTrue();
                engine.send(new Metric(host, "B", 1, Feed.T0, Feed.T0, 60, null, null, null, i));
                assertThat(engine.wants("B")).isFalse();
            }
            assertThat(engine.wants("A")).isTrue();
        }
    }
}
