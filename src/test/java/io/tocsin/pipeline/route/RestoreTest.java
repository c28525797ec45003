package io.tocsin.pipeline.route;

import static io.tocsin.pipeline.route.RuleBuilder.resolver;
import static io.tocsin.pipeline.route.RuleBuilder.row;
import static io.tocsin.pipeline.route.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.model.AlertState;
import io.tocsin.model.ClockState;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store holds is all there is to know: a router made from it goes on as if nothing had happened. */
class RestoreTest {
    private static final List<Rule> RULES = List.of(
            rule("a-brief").resolveAfter(500).build(),
            rule("b-nagging").repeat(300).build(),
            rule("c-both").resolveAfter(2500).repeat(700).build(),
            rule("d-silence").absence().repeat(1000).build(),
            rule("e-notice").each().build(),
            rule("f-host")
                    .columns("host", "metric")
                    .key("host")
                    .resolveAfter(1500)
                    .build(),
            rule("g-fleet").columns("metric").key().resolveAfter(900).build(),
            resolver("z-normal", "b-nagging", "c-both").build());

    @Test
    void deadlinesOfARestoredAlertAreKept() {
        Rule brief = rule("brief").resolveAfter(500).repeat(300).build();
        Desk before = new Desk(brief);
        before.event(100, "h", "p", row(brief, "h", "p", 1.0));
        Desk after = new Desk(brief);
        after.router.restore(before.router.openAlerts());
        assertThat(after.router.takeChanges().changed())
                .as("nothing new for the store")
                .isEmpty();
        after.clock(1000);
        assertThat(after.told()).containsExactly("400 repeated brief h x1: 1", "600 resolved brief h x1: 1");
    }

    /** What is open when its log was begun anew: nothing is known of its sensor, not even that it is silent. */
    @Test
    void anAlertThatNothingIsKnownOfWaitsForItsSensor() {
        Rule brief = rule("brief").resolveAfter(500).repeat(300).build();
        Desk before = new Desk(brief);
        before.event(100_000, "h", "p", row(brief, "h", "p", 1.0));
        Desk after = new Desk(brief);
        after.router.restore(
                before.router.openAlerts().stream().map(OpenAlert::unheard).toList());
        after.clock(50);
        after.clock(9_000_000);
        after.event(9_000_000, "h", "other");
        after.clock(9_001_000);
        assertThat(after.told()).isEmpty();
        after.event(9_001_000, "h", "p");
        after.clock(9_002_000);
        assertThat(after.told()).containsExactly("9001300 repeated brief h x1: 1", "9001500 resolved brief h x1: 1");
    }

    @Test
    void aRuleThatGoesOrChangesBeforeTheFirstEventDoesNoHarmToWhatNothingIsKnownOf() {
        Rule gone = rule("gone").resolveAfter(500).build();
        Rule brief = rule("brief").resolveAfter(500).build();
        Desk before = new Desk(gone, brief);
        before.event(100, "h", "p", row(brief, "h", "p", 1.0), row(gone, "h", "p", 2.0));
        Desk after = new Desk(gone, brief);
        after.router.restore(
                before.router.openAlerts().stream().map(OpenAlert::unheard).toList());
        Rule changed = rule("brief").resolveAfter(200).repeat(100).build();
        after.router.replaceRules(List.of(changed), null, ClockState.UNSET, 0);
        after.clock(5_000);
        assertThat(after.told()).containsExactly("100 resolved gone h x1: rule removed; last: 2");
        after.event(5_000, "h", "p");
        after.clock(5_300);
        assertThat(after.told()).last().isEqualTo("5200 resolved brief h x1: 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRouterThrownAwayAtRandomPointsEqualsOneThatRanOn(int seed) {
        List<Input> inputs = inputs(seed);
        List<String> straight = run(inputs, null);
        assertThat(straight).hasSizeGreaterThan(300).doesNotHaveDuplicates();
        for (int r = 0; r < 3; r++) {
            assertThat(run(inputs, new SplittableRandom(100 * seed + r))).isEqualTo(straight);
        }
        assertThat(run(inputs, null)).isEqualTo(straight);
    }

    @Test
    void theStreamsShowEveryState() {
        Set<String> words = run(inputs(1), null).stream()
                .map(json -> AlertJson.read(json).state().word())
                .collect(Collectors.toSet());
        assertThat(words)
                .containsAll(EnumSet.allOf(AlertState.class).stream()
                        .map(AlertState::word)
                        .toList());
    }

    /** What reaches a router: an event with rows, a timer with rows, or the clock alone. */
    private record Input(long time, @Nullable Metric event, List<Row> rows) {}

    private static List<Input> inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Input> inputs = new ArrayList<>();
        long time = 0;
        for (int i = 1; i <= 3000; i++) {
            time += random.nextInt(100) == 0 ? random.nextInt(6000) : random.nextInt(60);
            String host = "h" + random.nextInt(3);
            String service = random.nextInt(20) == 0 ? "own.avg" : "p" + random.nextInt(2);
            List<Row> rows = new ArrayList<>();
            for (Rule rule : RULES) {
                if (random.nextInt(25) == 0) {
                    Map<String, Object> values = Map.of("host", host, "service", service, "metric", 1.0 * i);
                    rows.add(row(rule, rule.columns().stream().map(values::get).toArray()));
                }
            }
            boolean event = random.nextInt(10) > 0 && !service.equals("own.avg");
            inputs.add(new Input(time, event ? Desk.metric(time, host, service, i) : null, rows));
        }
        return inputs;
    }

    /** The alerts as JSON; with {@code restarts} the router is made anew from its records now and then. */
    private static List<String> run(List<Input> inputs, @Nullable SplittableRandom restarts) {
        List<Alert> alerts = new ArrayList<>();
        Map<String, OpenAlert> store = new TreeMap<>();
        Router router = new Router(RULES, alerts::add);
        List<Metric> past = new ArrayList<>();
        long sequence = 0;
        for (Input input : inputs) {
            router.advance(input.time(), sequence);
            Metric event = input.event();
            if (event != null) {
                sequence = event.sequence();
                past.add(event);
            }
            if (event != null || !input.rows().isEmpty()) {
                router.step(input.time(), sequence, event, input.rows());
            }
            if (restarts != null && restarts.nextInt(10) == 0) {
                Router.Changes changes = router.takeChanges();
                changes.closed().forEach(c -> store.remove(c.rule() + c.key()));
                changes.changed().forEach(a -> store.put(a.rule() + a.key(), a));
                assertThat(store.values()).containsExactlyInAnyOrderElementsOf(router.openAlerts());
                if (restarts.nextInt(3) == 0) {
                    router = new Router(RULES, alerts::add);
                    past.forEach(router::learn);
                    router.restore(store.values());
                }
            }
        }
        return alerts.stream().map(AlertJson::write).toList();
    }
}
