package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Rules;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.RouteCounts;
import io.tocsin.pipeline.route.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that nobody looks at change nothing: neither alerts nor what is counted. */
class PassedOverTest {
    private static final long START = 1_767_225_600_000L;
    private static final RuleSet RULES = Rules.of(
            """
            @Name('high') @Alert(severity = 'info', summary = '{metric}', resolveAfter = '5 min')
            select host, service, metric from Metric(service = 'P', metric > 97);
            @Name('normal') @Resolve('high')
            select host, service, metric from Metric(service = 'P', metric < 60);
            @Name('always-normal') @Resolve('high')
            select host, service, metric from Metric(service = 'P');
            @Name('average-high') @Alert(severity = 'info', summary = '{average}')
            select host, service, avg(metric) as average from Metric#time(1 min) group by host, service
            having avg(metric) > 85 output last at (*/1, *, *, *, *);
            @Name('average-normal') @Resolve('average-high')
            select host, service, avg(metric) as average from Metric#time(1 min) group by host, service
            having avg(metric) < 75 output last at (*/1, *, *, *, *);
            @Name('silence') @Alert(severity = 'info', absence = true, summary = 'silent')
            select rstream host, service, time as lastTime
            from Metric#unique(host, service)#timetolive(seen + 60001) retain-intersection
            where current_timestamp > seen + 60000;
            @Name('heard') @Resolve('silence') @Resolve('high')
            select host, service from Metric(service = 'Q');
            @Name('both') @Resolve('average-high') @Publish('derived')
            select host, service, metric, time from Metric(metric > 99);
            """);

    private record Outcome(List<Alert> alerts, RouteCounts counts, Map<String, Long> rows, long derived) {}

    private static final class Unspared implements Steps {
        private final Steps steps;

        Unspared(Steps steps) {
            this.steps = steps;
        }

        @Override
        public void timer(long time, long sequence, List<Row> rows) {
            steps.timer(time, sequence, rows);
        }

        @Override
        public void clock(long time, long sequence) {
            steps.clock(time, sequence);
        }

        @Override
        public void leap(long time, long sequence) {
            steps.leap(time, sequence);
        }

        @Override
        public void event(Metric event, List<Row> rows) {
            steps.event(event, rows);
        }

        @Override
        public void skipped(SkippedItem reason, List<Metric> events) {
            steps.skipped(reason, events);
        }
    }

    private static Outcome run(long seed, boolean spared) {
        List<Alert> alerts = new ArrayList<>();
        Map<String, Long> rows = new TreeMap<>();
        Router router = new Router(RULES.rules(), alerts::add);
        DerivedEvents derived = new DerivedEvents("me", 0);
        Steps consequences = new Consequences(
                router,
                derived,
                event -> {},
                event -> {},
                new Counters(),
                (Rule rule) -> rows.merge(rule.name(), 1L, Long::sum));
        Checkpoint start = new Checkpoint(0, ClockState.START);
        SplittableRandom random = new SplittableRandom(seed);
        FeedGaps gaps = new FeedGaps(Settings.defaults().feed(), router, entry -> {});
        try (Evaluator evaluator =
                new Evaluator(RULES, Settings.defaults(), start, spared ? consequences : new Unspared(consequences))) {
            long time = START;
            for (int i = 1; i <= 3_000; i++) {
                time += random.nextInt(60) == 0 ? random.nextInt(1_200_000) : random.nextInt(4_000);
                gaps.before(time, evaluator.position());
                String service = random.nextInt(3) == 0 ? "Q" : "P";
                double value = random.nextInt(40) == 0 ? 500 : random.nextInt(100);
                evaluator.message(
                        i,
                        time,
                        new Readings(
                                "h" + random.nextInt(4),
                                time - random.nextInt(3) * 1_000L,
                                null,
                                null,
                                null,
                                new String[] {service},
                                new double[] {value}));
                gaps.behind(evaluator.position());
            }
        }
        return new Outcome(alerts, router.counts(), rows, derived.number());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void changeNothing(long seed) {
        Outcome spared = run(seed, true);
        Outcome whole = run(seed, false);
        assertThat(spared.alerts()).isEqualTo(whole.alerts());
        assertThat(spared.counts()).isEqualTo(whole.counts());
        assertThat(spared.rows()).isEqualTo(whole.rows());
        assertThat(spared.derived()).isEqualTo(whole.derived());
        assertThat(spared.rows()).containsKeys("normal", "average-normal", "heard", "both");
        assertThat(spared.alerts())
                .anyMatch(a -> a.rule().equals("high") && a.state() == AlertState.RESOLVED)
                .anyMatch(a -> a.rule().equals("average-high") && a.state() == AlertState.RESOLVED)
                .anyMatch(a -> a.rule().equals("silence") && a.state() == AlertState.RESOLVED);
    }
}
