package io.tocsin.pipeline.route;

import static io.tocsin.pipeline.route.RuleBuilder.resolver;
import static io.tocsin.pipeline.route.RuleBuilder.row;
import static io.tocsin.pipeline.route.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Alert;
import io.tocsin.model.FeedGap;
import io.tocsin.model.FeedGap.Cause;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rings for absence while nobody can be heard. Sensors p of hosts a, b and c reported at 1000, and then the feed broke. */
class FeedGapTest {
    private static final long GRACE = 5_000;
    private static final Rule SILENCE =
            rule("silence").absence().summary("gone").build();
    private static final Rule HIGH = rule("high").resolveAfter(60_000).build();

    private final Desk desk = new Desk(SILENCE, HIGH);
    private final Router router = desk.router;

    @BeforeEach
    void threeSensors() {
        for (String host : List.of("a", "b", "c")) {
            desk.event(1000, host, "p");
        }
    }

    private void lost(long time) {
        router.feedLost(Cause.QUIET, FeedGap.open(3, time, FeedGap.ANY), 900);
    }

    /** The first message behind the gap is of host a. */
    private void back(long time) {
        desk.event(time, "a", "p");
        router.feedBack(time, 4, GRACE);
    }

    private void silent(long time, String... hosts) {
        desk.timer(
                time, Stream.of(hosts).map(host -> row(SILENCE, host, "p", 1.0)).toArray(Row[]::new));
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void theFeedHasAnAlertOfItsOwnThatTheNextMessageResolves(Cause cause) {
        String name = cause == Cause.DOWN ? "tocsin.feed-down" : "tocsin.feed-quiet";
        router.feedLost(cause, FeedGap.open(3, 2000, FeedGap.ANY), 900);
        router.feedLost(Cause.DOWN, FeedGap.open(3, 2500, FeedGap.ANY), 900);
        router.feedLost(Cause.QUIET, FeedGap.open(3, 2500, FeedGap.ANY), 900);
        assertThat(router.feedGap()).isNotNull();
        Alert firing = desk.last();
        assertThat(desk.told()).singleElement().asString().startsWith("2000 firing " + name + " null x1: No ");
        assertThat(firing.summary()).endsWith("1970-01-01T00:00:00.900Z");
        assertThat(firing.values()).isEqualTo(Map.of("lastTime", 900L));
        back(9000);
        assertThat(router.feedGap()).isNull();
        assertThat(desk.told()).singleElement().asString().startsWith("9000 resolved " + name + " null x1: No ");
        assertThat(desk.last().alert()).isEqualTo(firing.alert());
        assertThat(router.counts().feed()).isEqualTo(2);
    }

    @Test
    void whoReportsInTheGraceIsDroppedAndWhoDoesNotRingsAtItsEndWithTheOriginalDeadline() {
        lost(2000);
        silent(2001, "a", "b", "c");
        back(9000);
        desk.event(9500, "b", "p");
        assertThat(desk.told()).hasSize(2).allMatch(line -> line.contains("tocsin.feed-quiet"));
        desk.clock(9000 + GRACE);
        assertThat(desk.told())
                .as("at the end of the grace a report is in time")
                .isEmpty();
        desk.clock(9000 + GRACE + 1);
        assertThat(desk.told()).containsExactly("14000 firing silence c x1: gone");
        Alert rung = desk.last();
        assertThat(rung.startedAt()).isEqualTo(2001);
        assertThat(rung.alert()).isEqualTo(new AlertIds().alertId("silence", "[\"c\",\"p\"]", 2001, 3));
        desk.event(20_000, "c", "p");
        assertThat(desk.told()).containsExactly("20000 resolved silence c x1: gone");
        silent(21_000, "b");
        assertThat(desk.told()).as("the gap is over").containsExactly("21000 firing silence b x1: gone");
        assertThat(router.counts().rows())
                .isEqualTo(router.counts().fired() + router.counts().suppressed());
    }

    @Test
    void aReportAtTheEndOfTheGraceIsInTime() {
        lost(2000);
        silent(2001, "b");
        back(9000);
        desk.event(9000 + GRACE, "b", "p");
        desk.clock(90_000);
        assertThat(desk.told()).hasSize(2).allMatch(line -> line.contains("tocsin.feed-quiet"));
    }

    @Test
    void whatFallsSilentInTheGraceIsHeldOnlyWhereItWasNotHeardSinceTheGap() {
        lost(2000);
        back(9000);
        desk.told();
        silent(10_000, "a", "b");
        assertThat(desk.told()).as("a was heard at 9000").containsExactly("10000 firing silence a x1: gone");
        silent(9000 + GRACE, "c");
        desk.clock(20_000);
        assertThat(desk.told()).containsExactly("14000 firing silence b x1: gone", "14000 firing silence c x1: gone");
        assertThat(desk.last().startedAt()).isEqualTo(14_000);
    }

    /** What a server still sends after a break was stored before it: a sensor's word from then is no sign of life since. */
    @Test
    void aMessageFromBeforeTheGapDropsWhatIsHeldButDoesNotCountAsHeard() {
        lost(2000);
        silent(2001, "b");
        desk.event(2100, "b", "p");
        desk.event(2100, "c", "p");
        router.feedLasts(5);
        assertThat(router.feedGap()).isEqualTo(FeedGap.open(5, 2000, FeedGap.ANY));
        desk.told();
        silent(3200, "b", "c");
        assertThat(desk.told()).isEmpty();
        desk.event(9000, "a", "p");
        router.feedBack(9000, 6, GRACE);
        desk.event(9100, "c", "p");
        desk.told();
        desk.clock(90_000);
        assertThat(desk.told()).containsExactly("14000 firing silence b x1: gone");
        assertThat(desk.last().startedAt()).isEqualTo(3200);
    }

    @Test
    void otherRulesRingAsEver() {
        lost(2000);
        desk.told();
        desk.timer(2001, row(HIGH, "b", "p", 9.0));
        assertThat(desk.told()).containsExactly("2001 firing high b x1: 9");
    }

    @Test
    void whileNobodyIsHeardNothingIsReleased() {
        lost(2000);
        silent(2001, "a", "b", "c");
        desk.clock(900_000_000);
        router.leap(1_900_000_000, 3);
        assertThat(desk.told()).hasSize(1);
        back(1_900_000_000);
        router.leap(1_999_999_999, 4);
        assertThat(desk.told())
                .filteredOn(line -> line.contains("silence"))
                .containsExactly("1900005000 firing silence b x1: gone", "1900005000 firing silence c x1: gone");
    }

    @Test
    void anotherGapBeforeTheGraceIsOverHoldsOn() {
        lost(2000);
        silent(2001, "b");
        back(9000);
        router.feedLost(Cause.DOWN, FeedGap.open(4, 10_000, FeedGap.ANY), 8_900);
        silent(10_100, "a", "c");
        desk.clock(100_000);
        desk.told();
        desk.event(100_000, "c", "p");
        router.feedBack(100_000, 5, GRACE);
        desk.clock(200_000);
        assertThat(desk.told())
                .containsExactly(
                        desk.alerts.get(3).time() + " resolved tocsin.feed-down null x1: "
                                + desk.alerts.get(3).summary(),
                        "105000 firing silence a x1: gone",
                        "105000 firing silence b x1: gone");
        assertThat(desk.alerts.subList(4, 6)).extracting(Alert::startedAt).containsExactly(10_100L, 2001L);
    }

    @Test
    void aResolverDropsWhatIsHeldAndFurtherRowsCount() {
        Rule stale = rule("stale").absence().build();
        Rule normal = resolver("z-normal", "stale").build();
        Desk here = new Desk(stale, normal);
        here.event(1000, "a", "p");
        here.router.feedLost(Cause.QUIET, FeedGap.open(1, 2000, FeedGap.ANY), 900);
        here.timer(2001, row(stale, "b", "p", 1.0), row(stale, "c", "p", 1.0), row(stale, "d", "p", 1.0));
        here.timer(2002, row(stale, "c", "p", 2.0), row(normal, "b", "p", 3.0), row(normal, "c", "p", 3.0));
        here.event(3000, "a", "p");
        here.router.feedBack(3000, 2, GRACE);
        here.told();
        here.clock(9000);
        assertThat(here.told()).containsExactly("8000 firing stale c x2: 2", "8000 firing stale d x1: 1");
    }

    @Test
    void hostsAndWordsOfARuleAreHeardByAnySensorOfTheHost() {
        Rule host = rule("host").columns("host").key("host").absence().build();
        Rule word = rule("word").absence().build();
        Desk here = new Desk(host, word);
        here.event(1000, "a", "p");
        here.event(1000, "b", "p");
        here.router.feedLost(Cause.QUIET, FeedGap.open(2, 2000, FeedGap.ANY), 900);
        here.timer(
                2001,
                row(host, "a"),
                row(host, "b"),
                row(word, "a", "p.avg", 1.0),
                row(word, "b", "p.avg", 1.0),
                row(word, "a", "p", 1.0));
        here.event(3000, "a", "q");
        here.router.feedBack(3000, 3, GRACE);
        here.told();
        here.clock(9000);
        assertThat(here.told())
                .containsExactly("8000 firing host b x1: -", "8000 firing word a x1: 1", "8000 firing word b x1: 1");
        assertThat(here.alerts.get(3).service()).isEqualTo("p");
    }

    @Test
    void repeatsCountFromTheRelease() {
        Rule nagging = rule("nagging").absence().repeat(1000).build();
        Desk here = new Desk(nagging);
        here.event(1000, "a", "p");
        here.router.feedLost(Cause.QUIET, FeedGap.open(1, 2000, FeedGap.ANY), 900);
        here.timer(2001, row(nagging, "b", "p", 1.0));
        here.event(3000, "a", "p");
        here.router.feedBack(3000, 2, GRACE);
        here.told();
        here.clock(9500);
        assertThat(here.told()).containsExactly("8000 firing nagging b x1: 1", "9000 repeated nagging b x1: 1");
    }

    @Test
    void aRuleThatGoesTakesItsHeldAlertsWithIt() {
        Rule stale = rule("stale").absence().build();
        Rule moved = rule("moved").absence().build();
        Desk here = new Desk(SILENCE, stale, moved);
        here.event(1000, "a", "p");
        here.router.feedLost(Cause.QUIET, FeedGap.open(1, 2000, FeedGap.ANY), 900);
        here.timer(2001, row(SILENCE, "b", "p", 1.0), row(stale, "b", "p", 1.0), row(moved, "b", "p", 1.0));
        here.replaceRules(
                2500,
                null,
                rule("silence").absence().summary("changed").build(),
                rule("moved").absence().key("host").build());
        here.event(3000, "a", "p");
        here.router.feedBack(3000, 2, GRACE);
        here.told();
        here.clock(9000);
        assertThat(here.told()).containsExactly("8000 firing silence b x1: changed");
    }

    @Test
    void aNewRuleRingsForWhatWasSilentBeforeTheGapAndHoldsTheRest() {
        Desk scratch = new Desk(SILENCE);
        scratch.timer(1500, row(SILENCE, "b", "p", 1.0));
        scratch.timer(2500, row(SILENCE, "a", "p", 1.0), row(SILENCE, "c", "p", 1.0));
        lost(2000);
        back(3000);
        desk.told();
        desk.replaceRules(3500, scratch.router, SILENCE);
        assertThat(desk.told()).containsExactly("3500 firing silence a x1: gone", "3500 firing silence b x1: gone");
        desk.clock(9000);
        assertThat(desk.told()).containsExactly("8000 firing silence c x1: gone");
        assertThat(desk.last().startedAt()).isEqualTo(2500);
    }

    /** At every moment the store is enough: what was heard since the gap comes from the last events of the sensors. */
    @Test
    void aRouterMadeFromTheStoreGoesOnWhereverItStops() {
        for (int stop = 0; stop < 9; stop++) {
            Desk now = new Desk(SILENCE, HIGH);
            Map<String, OpenAlert> open = new TreeMap<>();
            Map<String, OpenAlert> held = new TreeMap<>();
            FeedGap[] gap = new FeedGap[1];
            List<Runnable> steps = steps(now);
            for (int i = 0; i < stop; i++) {
                steps.get(i).run();
                store(now, open, held, gap);
            }
            Desk after = new Desk(SILENCE, HIGH);
            after.router.restore(gap[0], held.values());
            List<String> hosts = List.of("a", "b", "c");
            for (String host : hosts) {
                after.router.learn(Desk.metric(1000, host, "p", hosts.indexOf(host) + 1));
            }
            if (stop > 3) {
                after.router.learn(Desk.metric(9000, "a", "p", 4));
            }
            if (stop > 6) {
                after.router.learn(Desk.metric(9500, "b", "p", 5));
            }
            after.router.restore(open.values());
            List<Runnable> rest = steps(after);
            for (int i = stop; i < rest.size(); i++) {
                rest.get(i).run();
            }
            List<String> told = new ArrayList<>(now.told());
            told.addAll(after.told());
            assertThat(told).as("stopped behind step %s", stop).containsExactlyElementsOf(undisturbed());
        }
    }

    private static List<String> undisturbed() {
        Desk desk = new Desk(SILENCE, HIGH);
        steps(desk).forEach(Runnable::run);
        List<String> told = desk.told();
        assertThat(told).hasSize(4);
        return told;
    }

    private static List<Runnable> steps(Desk d) {
        Router r = d.router;
        return List.of(
                () -> {
                    for (int i = 1; i <= 3; i++) {
                        r.step(1000, i, Desk.metric(1000, "" + "_abc".charAt(i), "p", i), List.of());
                    }
                },
                () -> r.feedLost(Cause.DOWN, FeedGap.open(3, 2000, FeedGap.ANY), 900),
                () -> r.step(2001, 3, null, List.of(row(SILENCE, "b", "p", 1.0), row(SILENCE, "c", "p", 1.0))),
                () -> r.step(9000, 4, Desk.metric(9000, "a", "p", 4), List.of()),
                () -> r.feedBack(9000, 4, GRACE),
                () -> r.advance(9400, 4),
                () -> r.step(9500, 5, Desk.metric(9500, "b", "p", 5), List.of()),
                () -> r.step(9600, 5, null, List.of(row(SILENCE, "a", "p", 1.0), row(SILENCE, "c", "p", 1.0))),
                () -> r.advance(9700, 5),
                () -> r.advance(90_000, 5));
    }

    private static void store(Desk desk, Map<String, OpenAlert> open, Map<String, OpenAlert> held, FeedGap[] gap) {
        Router.Changes changes = desk.router.takeChanges();
        changes.closed().forEach(c -> open.remove(c.rule() + c.key()));
        changes.changed().forEach(a -> open.put(a.rule() + a.key(), a));
        Router.FeedChanges feed = changes.feed();
        if (feed != null) {
            gap[0] = feed.gap();
            feed.dropped().forEach(c -> held.remove(c.rule() + c.key()));
            feed.held().forEach(a -> held.put(a.rule() + a.key(), a));
        }
    }
}
