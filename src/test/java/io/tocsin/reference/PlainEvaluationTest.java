package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.reference.Stream.Event;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainEvaluationTest {
    private static final long WINDOW = Stream.WINDOW;

    /** More than the exact sum of a window needs, so that a tie between two doubles is seen as one. */
    private static final MathContext ENOUGH_DIGITS = new MathContext(400);

    private static final String RULES =
            """
            @Name('threshold') @Publish('d') select host, service, metric, seen as time from Metric(metric > 90);
            @Name('sliding') @Publish('d') select host, service, avg(metric) as metric, max(seen) as time
              from Metric(service = 'P')#time(60 sec) group by host, service;
            @Name('tumbling') @Publish('d') select host, service, avg(metric) as metric, max(seen) as time
              from Metric(service = 'P')#time_batch(60 sec, 0L) group by host, service having count(*) > 0;
            @Name('silence') @Publish('d') select rstream host, service, metric, seen + 60000 as time
              from Metric#unique(host, service)#timetolive(seen + 60000 + 1) retain-intersection
              where current_timestamp > seen + 60000;
            @Name('change') @Publish('d') select host, service, metric - prev(1, metric) as metric, seen as time
              from Metric(service = 'P')#groupwin(host)#length(2) where prev(1, metric) is not null;
            @Name('missing') @Publish('d') select host, service, metric, seen as time from Metric(service = 'Q') as q
              where (select p.seen from Metric(service = 'P')#unique(host) as p where p.host = q.host) < q.seen - 60000;
            @Name('lasting') @Publish('d') select a.host as host, a.service as service, a.metric as metric, a.seen as time
              from pattern [every a=Metric(service = 'P', metric > 90)
                -> (timer:interval(60 sec) and not Metric(service = 'P', metric <= 90, host = a.host))];
            """;

    private static RuleSet rules;

    /** A row: when it came, by an event or by a timer, and what it says. */
    private record Fact(long at, boolean timer, long sequence, String host, String service, double metric, long time) {
        static final Comparator<Fact> ORDER = Comparator.comparingLong(Fact::at)
                .thenComparing(Fact::timer, Comparator.reverseOrder())
                .thenComparingLong(Fact::sequence)
                .thenComparing(Fact::host)
                .thenComparing(Fact::service)
                .thenComparingLong(Fact::time)
                .thenComparingDouble(Fact::metric);
    }

    @BeforeAll
    static void compile() throws Exception {
        rules = new RuleCompiler(Settings.defaults()).compile(List.of(new RuleFile("r.epl", RULES)), f -> f);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theEngineGivesWhatAPlainReadingOfTheRulesGives(long seed) {
        Stream stream = new Stream(seed, 1200);
        assertThat(stream.onTheEdge)
                .as("events exactly one window after another")
                .isGreaterThan(10);
        assertThat(stream.sameMillisecond).as("events of the same ms").isGreaterThan(50);
        assertThat(stream.late).as("late events").isGreaterThan(30);
        assertThat(stream.gaps).as("gaps over a window").isGreaterThan(1);
        assertThat(stream.leaps).as("leaps over a year").isEqualTo(1);

        Map<String, List<Fact>> engine = run(stream);
        same("threshold", engine, threshold(stream.events));
        same("change", engine, change(stream.events));
        same("missing", engine, missing(stream.events));
        same("silence", engine, silence(stream.events));
        same("lasting", engine, lasting(stream.events));
        same("tumbling", engine, tumbling(stream.events));
        // The leaving of an event gives rows too; what they say is what the next event's row says again.
        List<Fact> sliding = engine.getOrDefault("sliding", List.of()).stream()
                .filter(f -> !f.timer())
                .toList();
        assertThat(sliding).containsExactlyElementsOf(sliding(stream.events));
    }

    private static void same(String rule, Map<String, List<Fact>> engine, List<Fact> plain) {
        assertThat(plain).as("the plain " + rule).isNotEmpty();
        assertThat(engine.getOrDefault(rule, List.of()).stream().sorted(Fact.ORDER))
                .as(rule)
                .containsExactlyElementsOf(plain.stream().sorted(Fact.ORDER).toList());
    }

    private static Map<String, List<Fact>> run(Stream stream) {
        Map<String, List<Fact>> facts = new TreeMap<>();
        Steps steps = new Steps() {
            @Override
            public void timer(long time, long sequence, List<Row> rows) {
                rows.forEach(row -> add(time, true, 0, row));
            }

            @Override
            public void clock(long time, long sequence) {}

            @Override
            public void event(Metric event, List<Row> rows) {
                rows.forEach(row -> add(event.seen(), false, event.sequence(), row));
            }

            private void add(long at, boolean timer, long sequence, Row row) {
                if (row.value("metric") instanceof Double metric && row.value("time") instanceof Long time) {
                    facts.computeIfAbsent(row.rule().name(), r -> new ArrayList<>())
                            .add(new Fact(
                                    at,
                                    timer,
                                    sequence,
                                    String.valueOf(row.value("host")),
                                    String.valueOf(row.value("service")),
                                    metric,
                                    time));
                }
            }
        };
        try (Evaluator evaluator =
                new Evaluator(rules, Settings.defaults(), new Checkpoint(0, ClockState.START), steps)) {
            for (int i = 0; i < stream.messages.size(); i++) {
                evaluator.message(i + 1, Message.NO_TIMESTAMP, stream.messages.get(i));
            }
            assertThat(evaluator.late()).isEqualTo(stream.late);
            assertThat(evaluator.leaps()).isEqualTo(stream.leaps);
        }
        return facts;
    }

    private static Fact atEvent(Event e, double metric, long time) {
        return new Fact(e.seen(), false, e.sequence(), e.host(), e.service(), metric, time);
    }

    private static List<Fact> threshold(List<Event> events) {
        return events.stream()
                .filter(e -> e.metric() > 90)
                .map(e -> atEvent(e, e.metric(), e.seen()))
                .toList();
    }

    private static List<Event> pressures(List<Event> events) {
        return events.stream().filter(e -> e.service().equals("P")).toList();
    }

    private static List<Fact> change(List<Event> events) {
        Map<String, Double> last = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        for (Event e : pressures(events)) {
            Double before = last.put(e.host(), e.metric());
            if (before != null) {
                facts.add(atEvent(e, e.metric() - before, e.seen()));
            }
        }
        return facts;
    }

    private static List<Fact> missing(List<Event> events) {
        Map<String, Long> lastPressure = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        for (Event e : events) {
            if (e.service().equals("P")) {
                lastPressure.put(e.host(), e.seen());
            } else if (lastPressure.containsKey(e.host()) && lastPressure.get(e.host()) < e.seen() - WINDOW) {
                facts.add(atEvent(e, e.metric(), e.seen()));
            }
        }
        return facts;
    }

    /** Half open: an event exactly one window old is out. */
    private static List<Fact> sliding(List<Event> events) {
        List<Event> pressures = pressures(events);
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < pressures.size(); i++) {
            Event e = pressures.get(i);
            List<Event> inside = pressures.subList(0, i + 1).stream()
                    .filter(o -> o.host().equals(e.host()) && o.seen() > e.seen() - WINDOW)
                    .toList();
            facts.add(atEvent(e, average(inside), e.seen()));
        }
        return facts;
    }

    /** Aligned to the epoch; an event exactly on the border belongs to the batch that begins there. */
    private static List<Fact> tumbling(List<Event> events) {
        List<Event> pressures = pressures(events);
        long clock = events.get(events.size() - 1).seen();
        Map<Long, Map<String, List<Event>>> batches = new TreeMap<>();
        for (Event e : pressures) {
            batches.computeIfAbsent(Math.floorDiv(e.seen(), WINDOW), b -> new TreeMap<>())
                    .computeIfAbsent(e.host(), h -> new ArrayList<>())
                    .add(e);
        }
        List<Fact> facts = new ArrayList<>();
        batches.forEach((batch, hosts) -> hosts.forEach((host, inside) -> {
            long end = (batch + 1) * WINDOW;
            if (end <= clock) {
                facts.add(new Fact(
                        end,
                        true,
                        0,
                        host,
                        "P",
                        average(inside),
                        inside.get(inside.size() - 1).seen()));
            }
        }));
        return facts;
    }

    /** A sensor rings once it has been silent for more than the window: at the first ms after it. */
    private static List<Fact> silence(List<Event> events) {
        long clock = events.get(events.size() - 1).seen();
        Map<String, Event> last = new TreeMap<>();
        List<Fact> facts = new ArrayList<>();
        for (Event e : events) {
            Event before = last.put(e.host() + e.service(), e);
            if (before != null && e.seen() > before.seen() + WINDOW) {
                facts.add(silent(before));
            }
        }
        last.values().stream().filter(e -> clock > e.seen() + WINDOW).forEach(e -> facts.add(silent(e)));
        return facts;
    }

    private static Fact silent(Event e) {
        return new Fact(e.seen() + WINDOW + 1, true, 0, e.host(), e.service(), e.metric(), e.seen() + WINDOW);
    }

    /** Above the limit at some event and at none of the window behind it below. */
    private static List<Fact> lasting(List<Event> events) {
        List<Event> pressures = pressures(events);
        long clock = events.get(events.size() - 1).seen();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < pressures.size(); i++) {
            Event a = pressures.get(i);
            long due = a.seen() + WINDOW;
            boolean ended = pressures.subList(i + 1, pressures.size()).stream()
                    .anyMatch(e -> e.host().equals(a.host()) && e.metric() <= 90 && e.seen() < due);
            if (a.metric() > 90 && !ended && due <= clock) {
                facts.add(new Fact(due, true, 0, a.host(), "P", a.metric(), a.seen()));
            }
        }
        return facts;
    }

    private static double average(List<Event> inside) {
        BigDecimal sum = inside.stream().map(e -> new BigDecimal(e.metric())).reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(inside.size()), ENOUGH_DIGITS).doubleValue();
    }
}
