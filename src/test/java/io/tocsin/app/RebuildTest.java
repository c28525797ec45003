package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Message;
import io.tocsin.model.OpenAlert;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State is a function of rules and log: an engine thrown away and built again from a mark tells what the old one would. */
class RebuildTest {
    private static final int POINTS = 20;
    private static final Settings SETTINGS = Settings.defaults();
    private static final long HORIZON = SETTINGS.rules().horizon().toMillis();

    /**
     * Esper's own averages add what enters and subtract what leaves, so that their last bits depend on where the engine
     * began: nine digits are compared. Everything else is equal byte for byte.
     */
    private static final MathContext DIGITS = new MathContext(9);

    /** How much is compared behind each point; twice what the longest window holds. */
    private static final int TAIL = 700;

    private static @Nullable RuleSet rules;

    @BeforeAll
    static void compile() throws Exception {
        rules = new RuleCompiler(SETTINGS).compile(new RuleFolder(Path.of("epl")));
    }

    /** What the store would hold at one place, and how much had been told by then. */
    private record Saved(Checkpoint at, List<OpenAlert> open, long derived, int alerts, int events) {}

    private static final class Run {
        final List<Alert> alerts = new ArrayList<>();
        final List<DerivedEvent> events = new ArrayList<>();
        final List<Checkpoint> places = new ArrayList<>();
        final List<Saved> saved = new ArrayList<>();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anEngineBuiltAgainGoesOnAsIfNothingHadHappened(long seed) throws Exception {
        List<Message> log = Plants.log(seed);
        SplittableRandom random = new SplittableRandom(seed + 1000);
        Run straight = straight(log, random);
        assertThat(straight.alerts.stream()
                        .map(a -> a.rule() + " " + a.state().word())
                        .collect(Collectors.toSet()))
                .as("the stream rings")
                .contains("silence firing", "silence resolved")
                .hasSizeGreaterThan(20);
        assertThat(straight.alerts).extracting(Alert::id).doesNotHaveDuplicates();
        assertThat(straight.events).hasSizeGreaterThan(500);
        assertThat(straight.saved).hasSizeGreaterThanOrEqualTo(POINTS);

        for (Saved saved : straight.saved) {
            Run rebuilt = rebuilt(log, mark(straight, saved, random), saved);
            String place = "from message " + saved.at().sequence();
            assertThat(json(rebuilt.alerts))
                    .as(place)
                    .isEqualTo(json(next(straight.alerts, saved.alerts(), rebuilt.alerts)));
            assertThat(rounded(rebuilt.events))
                    .as(place)
                    .isEqualTo(rounded(next(straight.events, saved.events(), rebuilt.events)));
            if (saved.at().sequence() + TAIL < log.size()) {
                assertThat(rebuilt.events).as(place).isNotEmpty();
            } else {
                assertThat(saved.alerts() + rebuilt.alerts.size()).as(place).isEqualTo(straight.alerts.size());
                assertThat(saved.events() + rebuilt.events.size()).as(place).isEqualTo(straight.events.size());
            }
        }
    }

    /** As much of the straight run, from a point on, as the rebuilt one told; it stops earlier. */
    private static <T> List<T> next(List<T> all, int from, List<T> rebuilt) {
        return all.subList(from, Math.min(all.size(), from + rebuilt.size()));
    }

    private static Run straight(List<Message> log, SplittableRandom random) throws Exception {
        TreeSet<Integer> points = new TreeSet<>();
        while (points.size() < POINTS) {
            points.add(random.nextInt(log.size()));
        }
        Run run = new Run();
        Router router = new Router(rules().rules(), run.alerts::add);
        DerivedEvents derived = new DerivedEvents("me", 0);
        Decoder decoder = new Decoder(SETTINGS.decode(), new Counters());
        run.places.add(new Checkpoint(0, ClockState.START));
        try (Evaluator evaluator = new Evaluator(
                rules(), SETTINGS, run.places.get(0), new Consequences(router, derived, run.events::add))) {
            for (int i = 0; i < log.size(); i++) {
                Message m = log.get(i);
                evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
                run.places.add(evaluator.position());
                if (points.contains(i)) {
                    if (random.nextBoolean() && i + 1 < log.size()) {
                        evaluator.tick(
                                random.nextLong(m.timestamp(), log.get(i + 1).timestamp() + 1));
                    }
                    run.saved.add(new Saved(
                            evaluator.position(),
                            router.openAlerts(),
                            derived.number(),
                            run.alerts.size(),
                            run.events.size()));
                }
            }
        }
        return run;
    }

    /** A place at least the horizon, and up to ten minutes more, before the checkpoint. */
    private static Checkpoint mark(Run straight, Saved saved, SplittableRandom random) {
        long latest = saved.at().clock().clock() - HORIZON - random.nextLong(600_000);
        Checkpoint mark = straight.places.get(0);
        for (Checkpoint place : straight.places) {
            if (place.clock().clock() <= latest) {
                mark = place;
            }
        }
        return mark;
    }

    private static Run rebuilt(List<Message> log, Checkpoint mark, Saved saved) throws Exception {
        Run run = new Run();
        Router router = new Router(rules().rules(), run.alerts::add);
        Warmup warmup = new Warmup(rules(), SETTINGS, mark, Warmup.known(rules().rules()), router::learn);
        try (Evaluator evaluator = warmup.evaluator()) {
            warmup.feed(new MemoryLog(log), saved.at(), List.of());
            assertThat(evaluator.position()).isEqualTo(saved.at());
            assertThat(run.alerts).as("while muted").isEmpty();
            router.restore(saved.open());
            Steps loud = new Consequences(router, new DerivedEvents("me", saved.derived()), run.events::add);
            evaluator.steps(loud);
            Decoder decoder = new Decoder(SETTINGS.decode(), new Counters());
            int first = (int) saved.at().sequence();
            for (Message m : log.subList(first, Math.min(log.size(), first + TAIL))) {
                evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
            }
        }
        return run;
    }

    private static RuleSet rules() {
        return Objects.requireNonNull(rules);
    }

    private static List<String> json(List<Alert> alerts) {
        return alerts.stream().map(RebuildTest::rounded).map(AlertJson::write).toList();
    }

    private static Alert rounded(Alert a) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        a.values().forEach((k, v) -> values.put(k, v instanceof Double d ? (Object) rounded(d) : v));
        return new Alert(
                a.id(),
                a.alert(),
                a.rule(),
                a.state(),
                a.severity(),
                a.host(),
                a.service(),
                a.time(),
                a.startedAt(),
                a.count(),
                a.sequence(),
                a.summary(),
                values);
    }

    private static List<DerivedEvent> rounded(List<DerivedEvent> events) {
        return events.stream().map(RebuildTest::rounded).toList();
    }

    private static DerivedEvent rounded(DerivedEvent e) {
        return new DerivedEvent(
                e.channel(),
                e.rule(),
                e.producer(),
                e.number(),
                e.host(),
                e.service(),
                rounded(e.metric()),
                e.time(),
                e.longitude(),
                e.latitude(),
                e.context());
    }

    private static double rounded(double d) {
        return new BigDecimal(d).round(DIGITS).doubleValue();
    }
}
