package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Json;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** State is a function of rules and log: an engine thrown away and built again from a mark tells what the old one would. */
class RebuildTest {
    /** Rules that need no more of the past than the last event of each sensor. */
    private static final String OF_LAST_EVENTS =
            """
            @Name('high') @Alert(severity = 'info', summary = '{metric}')
            select host, service, metric from Metric(service = 'Pressure', metric > 90);
            @Name('normal') @Resolve('high') select host, service from Metric(service = 'Pressure', metric < 85);

            @Name('silent') @Alert(severity = 'warning', summary = '{host}', absence = true)
            select rstream host, service, seen + 1500000 as due from
              Metric#unique(host, service)#timetolive(seen + 1500000 + 1) retain-intersection
              where current_timestamp > seen + 1500000;

            @Name('silent for its ttl') @Alert(severity = 'warning', summary = '{host}', absence = true)
            select rstream host, service, ttl from
              Metric#unique(host, service)#timetolive(seen + cast(ttl * 1000, long) + 1) retain-intersection
              where current_timestamp > seen + cast(ttl * 1000, long);

            @Name('change') @Publish('d')
            select host, service, metric - prev(1, metric) as metric, seen as time
            from Metric#groupwin(host, service)#length(2) where prev(1, metric) is not null;

            @Name('interval') @Publish('d')
            select host, service, seen - prev(1, seen) as metric, seen as time
            from Metric#groupwin(host, service)#length(2) where prev(1, seen) is not null;

            @Name('last of the host') @Publish('d')
            select host, 'last' as service, metric - prev(1, metric) as metric, seen as time
            from Metric#groupwin(host)#length(2) where prev(1, metric) is not null;

            @Name('fleet') @Publish('d')
            select 'fleet' as host, service, median(metric) as metric, max(seen) as time
            from Metric#unique(host, service) group by service output last at (*/5, *, *, *, *);

            @Name('missing') @Alert(severity = 'info', summary = '{host}')
            select a.host as host, a.service as service from Metric(service = 'APFluid') as a
            where (select p.seen from Metric(service = 'Pressure')#unique(host) as p where p.host = a.host)
              < a.seen - 240000;
            """;

    private static final Settings SHIPPED = Settings.defaults();
    private static final Settings NO_HORIZON = new Settings(
            SHIPPED.log(),
            SHIPPED.decode(),
            new Settings.Ttl(Duration.ofMinutes(20), Map.of(), Map.of()),
            SHIPPED.clock(),
            SHIPPED.feed(),
            new Settings.Rules(
                    Duration.ZERO,
                    SHIPPED.rules().poll(),
                    false,
                    SHIPPED.rules().timeZone(),
                    Map.of()),
            SHIPPED.state(),
            SHIPPED.sinks());

    private static Rebuilding shippedRules(long seed) throws Exception {
        return new Rebuilding(
                new RuleCompiler(SHIPPED).compile(new RuleFolder(Path.of("epl"))),
                SHIPPED,
                Plants.log(seed),
                10,
                new SplittableRandom(seed + 1000));
    }

    private static Rebuilding rulesOfLastEvents(long seed) throws Exception {
        return new Rebuilding(
                new RuleCompiler(NO_HORIZON).compile(List.of(new RuleFile("r.epl", OF_LAST_EVENTS)), f -> f),
                NO_HORIZON,
                Plants.log(seed),
                20,
                new SplittableRandom(seed + 2000));
    }

    private static Set<String> kinds(Rebuilding run) {
        return run.told().stream()
                .map(Json::readObject)
                .map(o -> o.get("rule") + (o.containsKey("state") ? " " + o.get("state") : ""))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anEngineBuiltAgainGoesOnAsIfNothingHadHappened(long seed) throws Exception {
        Rebuilding run = shippedRules(seed);
        assertThat(kinds(run)).contains("silence firing", "silence resolved").hasSizeGreaterThan(20);
        assertThat(run.told()).hasSizeGreaterThan(500).doesNotHaveDuplicates();
        assertThat(run.differences(mark -> mark)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatNeedsOnlyTheLastEventOfEachSensorNeedsNoHorizon(long seed) throws Exception {
        Rebuilding run = rulesOfLastEvents(seed);
        assertThat(kinds(run))
                .contains(
                        "high firing",
                        "high resolved",
                        "silent firing",
                        "silent resolved",
                        "silent for its ttl firing",
                        "silent for its ttl resolved",
                        "change",
                        "interval",
                        "last of the host",
                        "fleet",
                        "missing firing",
                        "missing resolved");
        assertThat(run.differences(mark -> mark)).isZero();
    }

    /** What can be wrong with a mark, and has to show: a part that could be missing without a difference would not be needed. */
    private record Mutant(String name, UnaryOperator<Mark> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Mutant> mutants() {
        return List.of(
                new Mutant("no last events", mark -> Mark.empty(mark.at())),
                new Mutant(
                        "one sensor less",
                        mark -> new Mark(
                                mark.at(),
                                mark.lastEvents()
                                        .subList(
                                                0, Math.max(0, mark.lastEvents().size() - 1)))),
                new Mutant("other order within a message", mark -> {
                    List<Metric> events = new ArrayList<>(mark.lastEvents());
                    Collections.reverse(events);
                    events.sort(Comparator.comparingLong(Metric::sequence));
                    return new Mark(mark.at(), events);
                }),
                new Mutant(
                        "own time for seen",
                        mark -> new Mark(
                                mark.at(),
                                mark.lastEvents().stream()
                                        .map(e -> new Metric(
                                                e.host(),
                                                e.service(),
                                                e.metric(),
                                                e.time(),
                                                e.time(),
                                                e.ttl(),
                                                e.longitude(),
                                                e.latitude(),
                                                e.context(),
                                                e.sequence()))
                                        .sorted(Comparator.comparingLong(Metric::seen))
                                        .toList())),
                new Mutant(
                        "no clock",
                        mark -> new Mark(new Checkpoint(mark.at().sequence(), ClockState.START), mark.lastEvents())),
                new Mutant(
                        "a message late",
                        mark -> new Mark(
                                new Checkpoint(
                                        mark.at().sequence() + 1, mark.at().clock()),
                                mark.lastEvents())),
                new Mutant(
                        "no delay",
                        mark -> new Mark(
                                new Checkpoint(
                                        mark.at().sequence(),
                                        new ClockState(
                                                mark.at().clock().clock(),
                                                ClockState.UNKNOWN_DELAY,
                                                mark.at().clock().logTime())),
                                mark.lastEvents())));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void everyPartOfTheMarkIsNeeded(Mutant mutant) throws Exception {
        int differences = 0;
        for (long seed = 1; seed <= 4 && differences == 0; seed++) {
            differences += rulesOfLastEvents(seed).differences(mutant.change());
        }
        assertThat(differences)
                .as("places at which an engine built from such a mark goes wrong")
                .isPositive();
    }
}
