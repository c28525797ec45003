package io.tocsin.pipeline.route;

import static io.tocsin.pipeline.route.RuleBuilder.resolver;
import static io.tocsin.pipeline.route.RuleBuilder.row;
import static io.tocsin.pipeline.route.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Rule;
import org.junit.jupiter.api.Test;

/** What happens to an open alert by time alone. A sensor counts as silent a second after its last event. */
class DeadlinesTest {
    private final Rule brief = rule("brief").resolveAfter(500).build();

    @Test
    void anAlertResolvesAtItsDeadlineAndNotWhenTheClockGetsThere() {
        Desk desk = new Desk(brief);
        desk.event(100, "h", "p", row(brief, "h", "p", 1.0));
        desk.event(300, "h", "p", row(brief, "h", "p", 2.0));
        desk.event(700, "h", "p");
        desk.clock(800);
        assertThat(desk.told()).as("the deadline itself is in time").containsExactly("100 firing brief h x1: 1");
        desk.clock(801);
        assertThat(desk.told()).containsExactly("800 resolved brief h x2: 2");
        assertThat(desk.last().sequence()).as("the last message before it").isEqualTo(3);
        assertThat(desk.last().startedAt()).isEqualTo(100);
    }

    @Test
    void aRowExactlyAtTheDeadlineIsInTime() {
        Desk desk = new Desk(brief);
        desk.event(100, "h", "p", row(brief, "h", "p", 1.0));
        desk.event(600, "h", "p", row(brief, "h", "p", 2.0));
        desk.clock(1100);
        assertThat(desk.told()).containsExactly("100 firing brief h x1: 1");
        desk.event(1101, "h", "p", row(brief, "h", "p", 3.0));
        assertThat(desk.told()).containsExactly("1100 resolved brief h x2: 2", "1101 firing brief h x1: 3");
        assertThat(desk.alerts.get(1).sequence()).isEqualTo(2);
    }

    @Test
    void repeatsComeAtExactPeriodsHoweverTheClockMoves() {
        Rule nagging = rule("nagging").repeat(250).build();
        Desk desk = new Desk(nagging);
        desk.event(100, "h", "p", row(nagging, "h", "p", 1.0));
        desk.event(349, "h", "p", row(nagging, "h", "p", 2.0));
        desk.event(351, "h", "p", row(nagging, "h", "p", 3.0));
        desk.clock(1100);
        assertThat(desk.told())
                .containsExactly(
                        "100 firing nagging h x1: 1",
                        "350 repeated nagging h x2: 2",
                        "600 repeated nagging h x3: 3",
                        "850 repeated nagging h x3: 3");
        desk.clock(1101);
        assertThat(desk.told()).containsExactly("1100 repeated nagging h x3: 3");
    }

    /** An event of 1970 before one of today would repeat a minute's alert thirty million times. */
    @Test
    void overALeapAnAlertIsRepeatedOnceAndThenGoesOnInStep() {
        Rule nagging = rule("nagging").repeat(250).build();
        Desk desk = new Desk(nagging);
        desk.event(100, "h", "p", row(nagging, "h", "p", 1.0));
        desk.event(200, "i", "p", row(nagging, "i", "p", 1.0));
        desk.told();
        desk.router.leap(1_000_000_000_100L, 2);
        assertThat(desk.told()).containsExactly("350 repeated nagging h x1: 1", "450 repeated nagging i x1: 1");
        desk.clock(1_000_000_000_201L);
        assertThat(desk.told())
                .containsExactly("1000000000100 repeated nagging h x1: 1", "1000000000200 repeated nagging i x1: 1");
    }

    @Test
    void overALeapAlertsResolveAtTheirDeadlines() {
        Rule both = rule("both").resolveAfter(600).repeat(250).build();
        Desk desk = new Desk(both);
        desk.event(100, "h", "p", row(both, "h", "p", 1.0));
        desk.router.leap(1_000_000_000_000L, 1);
        assertThat(desk.told())
                .containsExactly("100 firing both h x1: 1", "350 repeated both h x1: 1", "700 resolved both h x1: 1");
    }

    @Test
    void aResolvedAlertIsNotRepeatedAtTheSameInstantNorLater() {
        Rule both = rule("both").resolveAfter(500).repeat(250).build();
        Rule normal = resolver("normal", "both").build();
        Desk desk = new Desk(both, normal);
        desk.event(0, "h", "p", row(both, "h", "p", 1.0));
        desk.clock(5000);
        assertThat(desk.told())
                .containsExactly("0 firing both h x1: 1", "250 repeated both h x1: 1", "500 resolved both h x1: 1");
        desk.event(6000, "h", "p", row(both, "h", "p", 1.0));
        desk.event(6100, "h", "p", row(normal, "h", "p", 0.0));
        desk.clock(9000);
        assertThat(desk.told()).containsExactly("6000 firing both h x1: 1", "6100 resolved both h x1: 0");
    }

    @Test
    void deadlinesComeInOrderOfTimeRuleAndKeyAndBeforeALaterRow() {
        Rule slow = rule("a-slow").resolveAfter(600).build();
        Rule nagging = rule("nagging").repeat(500).build();
        Desk desk = new Desk(brief, slow, nagging);
        desk.event(0, "i", "p", row(nagging, "i", "p", 1.0));
        desk.event(0, "i", "p", row(brief, "i", "p", 1.0));
        desk.event(0, "h", "p", row(brief, "h", "p", 1.0));
        desk.event(0, "h", "q", row(brief, "h", "q", 1.0));
        desk.event(0, "h", "p", row(slow, "h", "p", 1.0));
        desk.event(1, "g", "p", row(brief, "g", "p", 1.0));
        desk.told();
        desk.event(602, "x", "p", row(brief, "x", "p", 9.0));
        assertThat(desk.told())
                .containsExactly(
                        "500 resolved brief h x1: 1",
                        "500 resolved brief h x1: 1",
                        "500 resolved brief i x1: 1",
                        "500 repeated nagging i x1: 1",
                        "501 resolved brief g x1: 1",
                        "600 resolved a-slow h x1: 1",
                        "602 firing brief x x1: 9");
        assertThat(desk.alerts.get(6).service()).isEqualTo("p");
        assertThat(desk.alerts.get(7).service()).isEqualTo("q");
    }

    @Test
    void unknownIsNotResolvedButSaidOnce() {
        Rule patient = rule("patient").resolveAfter(2000).build();
        Desk desk = new Desk(patient);
        desk.event(0, "h", "p", row(patient, "h", "p", 1.0));
        desk.event(500, "h", "p");
        desk.clock(50_000);
        assertThat(desk.told()).containsExactly("0 firing patient h x1: 1", "2000 nodata patient h x1: 1");
        assertThat(desk.router.openAlerts()).hasSize(1);

        desk.event(60_000, "h", "p");
        for (long t = 60_900; t < 62_000; t += 900) {
            desk.event(t, "h", "p");
        }
        desk.clock(62_000);
        assertThat(desk.told()).as("the period starts again with the return").isEmpty();
        desk.clock(62_001);
        assertThat(desk.told()).containsExactly("62000 resolved patient h x1: 1");
    }

    @Test
    void afterNoDataARowFiresTheSameAlertAgain() {
        Rule patient = rule("patient").resolveAfter(2000).build();
        Desk desk = new Desk(patient);
        desk.event(0, "h", "p", row(patient, "h", "p", 1.0));
        desk.clock(5000);
        desk.event(6000, "h", "p", row(patient, "h", "p", 2.0));
        desk.clock(7000);
        desk.event(7000, "h", "p", row(patient, "h", "p", 2.0));
        assertThat(desk.told())
                .containsExactly(
                        "0 firing patient h x1: 1", "2000 nodata patient h x1: 1", "6000 firing patient h x2: 2");
        assertThat(desk.alerts)
                .extracting(io.tocsin.model.Alert::alert)
                .containsOnly(desk.last().alert());
        assertThat(desk.alerts).extracting(io.tocsin.model.Alert::id).doesNotHaveDuplicates();
        desk.clock(20_000);
        assertThat(desk.told()).as("silent a second time").containsExactly("9000 nodata patient h x3: 2");
    }

    @Test
    void asSilentCountsWhoIsLongerAwayThanItsTtl() {
        Rule patient = rule("patient").resolveAfter(1000).build();
        Desk desk = new Desk(patient);
        desk.event(0, "h", "p", row(patient, "h", "p", 1.0));
        desk.clock(2000);
        assertThat(desk.told()).as("the end of the ttl is in time").endsWith("1000 resolved patient h x1: 1");
        Rule longer = rule("longer").resolveAfter(1001).build();
        Desk other = new Desk(longer);
        other.event(0, "h", "p", row(longer, "h", "p", 1.0));
        other.clock(2000);
        assertThat(other.told()).endsWith("1001 nodata longer h x1: 1");
    }

    @Test
    void anotherServiceOfTheHostIsNoSignOfLifeOfASensor() {
        Rule patient = rule("patient").resolveAfter(2000).build();
        Desk desk = new Desk(patient);
        desk.event(0, "h", "p", row(patient, "h", "p", 1.0));
        for (int t = 100; t < 3000; t += 100) {
            desk.event(t, "h", "q");
            desk.event(t, "i", "p");
        }
        assertThat(desk.told()).endsWith("2000 nodata patient h x1: 1");
    }

    /** An average is called Pressure.avg5m, and no sensor reports by that name. */
    @Test
    void ofARulesOwnServiceAnySensorOfTheHostIsTheLife() {
        Rule average = rule("average").resolveAfter(2000).build();
        Desk desk = new Desk(average);
        desk.event(0, "h", "p");
        desk.timer(0, row(average, "h", "p.avg5m", 1.0));
        for (int t = 100; t <= 1900; t += 100) {
            desk.event(t, "h", "p");
        }
        desk.clock(2001);
        assertThat(desk.told()).endsWith("2000 resolved average h x1: 1");
    }

    @Test
    void anAlertWithoutHostResolvesByTime() {
        Rule fleet = rule("fleet").columns("metric").key().resolveAfter(2000).build();
        Desk desk = new Desk(fleet);
        desk.timer(0, row(fleet, 1.0));
        desk.clock(9000);
        assertThat(desk.told()).endsWith("2000 resolved fleet null x1: 1");
    }

    @Test
    void absenceResolvesWhenItsSensorReportsAndByNoTimer() {
        Rule silence = rule("silence").absence().repeat(10_000).build();
        Desk desk = new Desk(silence);
        desk.event(0, "h", "p");
        desk.timer(1001, row(silence, "h", "p", 1.0));
        desk.event(2000, "h", "q");
        desk.event(2000, "i", "p");
        desk.clock(12_000);
        assertThat(desk.told()).containsExactly("1001 firing silence h x1: 1", "11001 repeated silence h x1: 1");
        desk.event(12_000, "h", "p");
        assertThat(desk.told()).containsExactly("12000 resolved silence h x1: 1");
        assertThat(desk.last().sequence()).isEqualTo(4);
        assertThat(desk.last().values()).as("of the row that rang").containsEntry("metric", 1.0);
        desk.event(12_100, "h", "p");
        assertThat(desk.told()).isEmpty();
    }

    @Test
    void absenceOfAHostEndsWithAnyOfItsSensors() {
        Rule dark = rule("dark").columns("host", "metric").key("host").absence().build();
        Desk desk = new Desk(dark);
        desk.timer(1, row(dark, "h", 1.0));
        desk.event(2, "i", "p");
        desk.event(3, "h", "anything");
        assertThat(desk.told()).containsExactly("1 firing dark h x1: 1", "3 resolved dark h x1: 1");
    }

    @Test
    void anEventThatRingsAbsenceDoesNotEndIt() {
        Rule stale = rule("stale").absence().build();
        Desk desk = new Desk(stale);
        desk.event(1, "h", "p", row(stale, "h", "p", 1.0));
        desk.event(2, "h", "p", row(stale, "h", "p", 2.0));
        assertThat(desk.told()).containsExactly("1 firing stale h x1: 1");
        desk.event(3, "h", "p");
        assertThat(desk.told()).containsExactly("3 resolved stale h x2: 2");
    }
}
