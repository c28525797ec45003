package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.TestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds that change while it runs: an engine built again from a mark obeys the value that each message met. */
final class TunedRebuildTest {
    private static final String RULES =
            """
            @Name('filter') @Alert(severity = 'info', summary = '{metric} over {most}')
            select host, service, metric, most from Metric(service = 'Pressure', metric > most);
            @Name('normal') @Resolve('filter')
            select host, service from Metric(service = 'Pressure', metric < most - 5);

            @Name('filtered window') @Publish('d')
            select host, 'high' as service, avg(metric) as metric, max(time) as time
            from Metric(metric > most)#time(5 min) group by host;

            @Name('where') @Publish('d')
            select host, service, metric, time from Metric where metric > most and service = 'FlowRate';

            @Name('jump') @Publish('d')
            select host, service || ' jump' as service, metric - prev(1, metric) as metric, time
            from Metric#groupwin(host, service)#length(2) where metric - prev(1, metric) > most / 30;

            @Name('having') @Publish('d')
            select host, service || ' avg' as service, avg(metric) as metric, max(time) as time
            from Metric#time(10 min) group by host, service having avg(metric) > most;

            @Name('having at') @Publish('d')
            select host, service || ' max' as service, max(metric) as metric, max(time) as time
            from Metric#time(10 min) group by host, service having max(metric) > most output last at (*/2, *, *, *, *);

            @Name('first at') @Publish('d')
            select host, service || ' first' as service, max(metric) as metric, max(time) as time
            from Metric#time(10 min) group by host, service having max(metric) > most output first at (*/2, *, *, *, *);

            @Name('for 3 minutes') @Alert(severity = 'info', summary = '{host}')
            select a.host as host, a.service as service from pattern [every a=Metric(metric > most)
              -> (timer:interval(3 min) and not Metric(host = a.host, service = a.service, metric <= most))];

            @Name('then') @Alert(severity = 'info', summary = '{host}')
            select a.host as host, b.service as service from pattern [every a=Metric(metric > most)
              -> b=Metric(host = a.host, metric < a.metric - most / 10) where timer:within(4 min)];

            insert into High select host, service, metric, time, seen from Metric(metric > most);
            @Name('highs') @Publish('d')
            select host, 'highs' as service, count(*) as metric, max(time) as time
            from High#time(5 min) group by host output last at (*/1, *, *, *, *);

            @Name('silent, high') @Alert(severity = 'info', summary = '{host}', absence = true)
            select rstream host, service, seen from
              Metric(metric > most)#unique(host, service)#timetolive(seen + 240000 + 1) retain-intersection
              where current_timestamp > seen + 240000;
            """;

    private static Settings with(double most) {
        Settings d = Settings.defaults();
        return TestSettings.with(
                d,
                new Settings.Rules(
                        Duration.ZERO, d.rules().poll(), false, d.rules().timeZone(), Map.of("most", most)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anEngineBuiltAgainObeysTheValueOfTheTime(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<Message> log = Plants.log(seed);
        Map<Integer, Settings> plan = new HashMap<>();
        for (int i = 0; i < log.size(); i += 1 + random.nextInt(400)) {
            plan.put(i, with(40 + random.nextInt(60)));
        }
        RuleSet rules = new RuleCompiler(with(80)).compile(List.of(new RuleFile("r.epl", RULES)), f -> f);
        assertThat(rules.warnings()).isEmpty();
        Rebuilding run = new Rebuilding(rules, with(80), log, 20, random, plan);
        assertThat(run.told()).hasSizeGreaterThan(1_000);
        for (Rule rule : rules.rules()) {
            String told = rule.alert() == null && rule.publish() == null ? "resolved" : rule.name();
            assertThat(run.told().stream().anyMatch(t -> t.contains('"' + told + '"')))
                    .as(rule.name())
                    .isTrue();
        }
        assertThat(run.differences(mark -> mark)).isZero();
        assertThat(new Rebuilding(rules, with(80), log, 1, random).told())
                .as("without the changes")
                .isNotEqualTo(run.told());
    }
}
