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

class WantedEventsTest {
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
                "@R select host, metric from Metric(service = 'A', metric >= 50);",
                "@R select host, metric from Metric(service = 'A', metric < 50);",
                "@R select host, metric from Metric(service = 'A', metric <= 50);",
                "@R select host, metric from Metric(service = 'A', 50 > metric);",
                "@R select host, metric from Metric(service = 'A', metric = 50);",
                "@R select host, metric from Metric(service = 'A', metric != 50);",
                "@R select host, metric from Metric(service = 'A', metric between 40 and 60);",
                "@R select host, metric from Metric(service = 'A', metric not between 10 and 90);",
                "@R select host, metric from Metric(service = 'A', metric in (10, 20, 30));",
                "@R select host, metric from Metric(service = 'A', metric in (40 : 60]);",
                "@R select host, metric from Metric(service = 'A', not (metric < 50));",
                "@R select host, metric from Metric(service = 'A', metric > 40, metric < 60);",
                "@R select host, metric from Metric(service = 'A', metric < 10 or metric > 90);",
                "@R select host, metric from Metric(service = 'A', metric > 90 or host = 'h1');",
                "@R select host, metric from Metric(service = 'A', metric + 50 > 90);",
                "@R select host, metric from Metric(service = 'A', metric > time % 100);",
                "@R select host, metric from Metric(service = 'A', metric > -metric);",
                "@R select host, metric from Metric(service = 'A', metric < 0.0 / 0.0);",
                "@R expression metric alias for { ttl } select host from Metric(service = 'A', metric > 59);",
                "create constant variable double most = 70; @R select host, metric from Metric(service = 'A', metric > most);",
                "create variable double most = 70; on Metric(service = 'B') as b set most = b.metric;"
                        + " @R select host, metric from Metric(service = 'A', metric > most);",
                "@R select host, metric from Metric(service = 'A', metric > 90);"
                        + " @Name('s') @Alert(severity = 'info', summary = '')"
                        + " select host, metric from Metric(service = 'A', metric < 5);"
                        + " @Name('t') @Alert(severity = 'info', summary = '')"
                        + " select host, metric from Metric(service = 'A', metric > 30, host = 'h2');",
                "@R select a.host as host, b.metric as metric from pattern [every a=Metric(service = 'A', metric < 20)"
                        + " -> b=Metric(service = 'A', metric > a.metric + 60)];",
                "create context Hot initiated by Metric(service = 'A', metric > 90) as m"
                        + " terminated by Metric(service = 'A', metric < 10);"
                        + " @R context Hot select host, metric from Metric(service = 'A', metric > context.m.metric - 50);",
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
            assertThat(SERVICES).filteredOn(s -> engine.wants(s, 3)).containsExactly("A", "B");
            assertThat(SERVICES).filteredOn(s -> engine.wants(s, 1.5)).containsExactly("A");
            assertThat(SERVICES).noneMatch(s -> engine.wants(s, 0.5));
        }
        try (Engine engine = new Engine(Rules.of(rules + ALL), Feed.T0, Map.of(), (time, row) -> {})) {
            assertThat(SERVICES).allMatch(s -> engine.wants(s, 0));
        }
    }

    @Test
    void theWidestLimitsOfAllFiltersOfAServiceDecide() {
        String rules =
                """
                @Name('a') @Alert(severity = 'info', summary = '') select host from Metric(service = 'A', metric > 90);
                @Name('b') @Alert(severity = 'info', summary = '') select host from Metric(service = 'A', metric >= 80);
                @Name('c') @Alert(severity = 'info', summary = '') select host from Metric(service = 'A', metric < 10);
                @Name('d') @Alert(severity = 'info', summary = '') select host from Metric(service = 'A', metric <= 20);
                """;
        try (Engine engine = new Engine(Rules.of(rules), Feed.T0, Map.of(), (time, row) -> {})) {
            assertThat(List.of(5.0, 20.0, 20.1, 79.9, 80.0, 99.0))
                    .filteredOn(value -> engine.wants("A", value))
                    .containsExactly(5.0, 20.0, 80.0, 99.0);
        }
        String every = "@Name('e') @Alert(severity = 'info', summary = '') select host from Metric(service = 'A');";
        try (Engine engine = new Engine(Rules.of(rules + every), Feed.T0, Map.of(), (time, row) -> {})) {
            assertThat(engine.wants("A", 50)).isTrue();
        }
    }

    /** Patterns add and drop a filter with every match. */
    @Test
    void filtersThatComeAndGoLeaveNothing() {
        String rules = "@Name('p') @Alert(severity = 'info', summary = '') select a.host as host"
                + " from pattern [every a=Metric(service = 'A') -> b=Metric(service = 'B', host = a.host)];";
        try (Engine engine = new Engine(Rules.of(rules), Feed.T0, Map.of(), (time, row) -> {})) {
            assertThat(engine.wants("B", 1)).isFalse();
            for (int i = 0; i < 1_000; i++) {
                String host = "h" + i;
                engine.send(event(host, "A", 1));
                assertThat(engine.wants("B", 1)).isTrue();
                engine.send(event(host, "B", 1));
                assertThat(engine.wants("B", 1)).isFalse();
            }
            assertThat(engine.wants("A", 1)).isTrue();
        }
    }

    /** Each leaves with its own limit, and those of the others stay. */
    @Test
    void limitsThatComeAndGoLeaveNothing() {
        String rules = "@Name('p') @Alert(severity = 'info', summary = '') select a.host as host"
                + " from pattern [every a=Metric(service = 'A')"
                + " -> b=Metric(service = 'B', host = a.host, metric > a.metric)];";
        try (Engine engine = new Engine(Rules.of(rules), Feed.T0, Map.of(), (time, row) -> {})) {
            for (int round = 0; round < 3; round++) {
                for (int limit = 10; limit <= 30; limit += 10) {
                    engine.send(event("h" + limit, "A", limit));
                }
                assertThat(engine.wants("B", 9)).isFalse();
                assertThat(engine.wants("B", 11)).isTrue();
                engine.send(event("h10", "B", 100));
                assertThat(engine.wants("B", 11)).isFalse();
                assertThat(engine.wants("B", 21)).isTrue();
                engine.send(event("h30", "B", 100));
                assertThat(engine.wants("B", 21)).isTrue();
                engine.send(event("h20", "B", 100));
                assertThat(engine.wants("B", 1_000)).isFalse();
            }
        }
    }

    private static Metric event(String host, String service, double value) {
        return new Metric(host, service, value, Feed.T0, Feed.T0, 60, null, null, null, 1);
    }
}
