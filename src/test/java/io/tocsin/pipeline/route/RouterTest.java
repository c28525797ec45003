package io.tocsin.pipeline.route;

import static io.tocsin.pipeline.route.RuleBuilder.resolver;
import static io.tocsin.pipeline.route.RuleBuilder.row;
import static io.tocsin.pipeline.route.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Fingerprint;
import io.tocsin.model.Rule;
import io.tocsin.model.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final Rule high = rule("high")
            .severity(Severity.CRITICAL)
            .summary("{metric} on {host}")
            .build();
    private final Rule normal = resolver("normal", "high").build();

    @Test
    void theFirstRowFiresAndFurtherOnesOnlyCount() {
        Desk desk = new Desk(high, normal);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0));
        desk.event(20, "h", "p", row(high, "h", "p", 92.0));
        desk.event(30, "h", "p", row(high, "h", "p", 93.0));
        assertThat(desk.told()).containsExactly("10 firing high h x1: 91 on h");
        desk.event(40, "h", "p", row(normal, "h", "p", 80.0));
        assertThat(desk.told()).containsExactly("40 resolved high h x3: 80 on h");
        assertThat(desk.router.openAlerts()).isEmpty();
    }

    @Test
    void everyFieldIsAsTheContractSays() {
        Desk desk = new Desk(high, normal);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0));
        String alert = Fingerprint.of("high", "[\"h\",\"p\"]", "10", "1");
        String firing = Fingerprint.of(alert, "firing", "10", "1", "0");
        Map<String, Object> values = Map.of("host", "h", "service", "p", "metric", 91.0);
        assertThat(desk.last())
                .isEqualTo(new Alert(
                        firing,
                        alert,
                        "high",
                        AlertState.FIRING,
                        Severity.CRITICAL,
                        "h",
                        "p",
                        10,
                        10,
                        1,
                        1,
                        "91 on h",
                        Map.copyOf(values)));
        assertThat(desk.last().values().keySet()).containsExactly("host", "service", "metric");
        desk.event(40, "h", "p", row(normal, "h", "p", 80.0));
        assertThat(desk.last())
                .isEqualTo(new Alert(
                        Fingerprint.of(alert, "resolved", "40", "2", "0"),
                        alert,
                        "high",
                        AlertState.RESOLVED,
                        Severity.CRITICAL,
                        "h",
                        "p",
                        40,
                        10,
                        1,
                        2,
                        "80 on h",
                        Map.of("host", "h", "service", "p", "metric", 80.0)));
    }

    @Test
    void aNewAlertAfterTheLastIsAnother() {
        Desk desk = new Desk(high, normal);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0));
        desk.event(20, "h", "p", row(normal, "h", "p", 80.0));
        desk.event(30, "h", "p", row(high, "h", "p", 95.0));
        assertThat(desk.told()).endsWith("30 firing high h x1: 95 on h");
        assertThat(desk.alerts.get(2).alert()).isNotEqualTo(desk.alerts.get(0).alert());
        assertThat(desk.last().startedAt()).isEqualTo(30);
    }

    @Test
    void thereIsOneAlertForEachRuleAndKey() {
        Rule other = rule("other").key("host").build();
        Desk desk = new Desk(high, other);
        desk.event(10, "h", "p", row(high, "h", "p", 1.0), row(other, "h", "p", 2.0));
        desk.event(20, "h", "q", row(high, "h", "q", 3.0), row(other, "h", "q", 4.0));
        desk.event(30, "i", "p", row(high, "i", "p", 5.0));
        assertThat(desk.told())
                .containsExactly(
                        "10 firing high h x1: 1 on h",
                        "10 firing other h x1: 2",
                        "20 firing high h x1: 3 on h",
                        "30 firing high i x1: 5 on i");
        assertThat(desk.router.openAlerts()).hasSize(4);
    }

    @Test
    void keysThatOnlyLookAlikeAreTwo() {
        Desk desk = new Desk(high);
        desk.event(1, "a\",\"b", "c", row(high, "a\",\"b", "c", 1.0));
        desk.event(1, "a", "b\",\"c", row(high, "a", "b\",\"c", 1.0));
        desk.event(1, "\uD800", "c", row(high, "\uD800", "c", 1.0));
        desk.event(1, "\uD801", "c", row(high, "\uD801", "c", 1.0));
        desk.event(1, "?", "c", row(high, "?", "c", 1.0));
        desk.event(1, "null", "c", row(high, "null", "c", 1.0));
        desk.event(1, "null", "c", row(high, null, "c", 1.0));
        assertThat(desk.alerts).extracting(Alert::state).hasSize(7).containsOnly(AlertState.FIRING);
        assertThat(desk.alerts).extracting(Alert::alert).doesNotHaveDuplicates();
        assertThat(desk.router.openAlerts()).hasSize(7);
    }

    @Test
    void aRuleWithoutKeyHasOneAlert() {
        Rule fleet = rule("fleet").columns("metric").key().build();
        Desk desk = new Desk(fleet);
        desk.timer(10, row(fleet, 5.0));
        desk.timer(20, row(fleet, 6.0));
        assertThat(desk.told()).containsExactly("10 firing fleet null x1: 5");
    }

    @Test
    void firingWinsOverResolvingInOneStepWhateverTheOrder() {
        Rule aNormal = resolver("a-normal", "high").build();
        Rule zNormal = resolver("z-normal", "high").build();
        Desk desk = new Desk(high, aNormal, zNormal);
        desk.event(10, "h", "p", row(aNormal, "h", "p", 1.0), row(high, "h", "p", 2.0), row(zNormal, "h", "p", 3.0));
        desk.event(20, "h", "p", row(aNormal, "h", "p", 1.0), row(high, "h", "p", 2.0), row(zNormal, "h", "p", 3.0));
        assertThat(desk.told()).containsExactly("10 firing high h x1: 2 on h");
        desk.event(30, "h", "q", row(aNormal, "h", "q", 1.0), row(high, "h", "r", 2.0));
        assertThat(desk.told()).as("of another key").containsExactly("30 firing high h x1: 2 on h");
    }

    @Test
    void aResolverFindsTheKeyByTheTargetsColumnsInAnyOrderOfItsOwn() {
        Rule shuffled =
                resolver("normal", "high").columns("metric", "service", "host").build();
        Desk desk = new Desk(high, shuffled);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0));
        desk.event(20, "h", "p", row(shuffled, 80.0, "p", "h"));
        assertThat(desk.told()).endsWith("20 resolved high h x1: 80 on h");
        assertThat(desk.last().values().keySet()).containsExactly("metric", "service", "host");
    }

    @Test
    void aColumnThatTheResolverLacksComesFromTheLastRow() {
        Rule small = resolver("normal", "high").columns("host", "service").build();
        Desk desk = new Desk(high, small);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0));
        desk.event(15, "h", "p", row(high, "h", "p", 92.0));
        desk.event(20, "h", "p", row(small, "h", "p"));
        assertThat(desk.told()).endsWith("20 resolved high h x2: 92 on h");
        assertThat(desk.last().values()).isEqualTo(Map.of("host", "h", "service", "p"));
    }

    @Test
    void oneRuleMayResolveSeveralAndAlertItself() {
        Rule low = rule("low").resolves("high", "other").build();
        Rule other = rule("other").build();
        Desk desk = new Desk(high, low, other);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0), row(other, "h", "p", 91.0));
        desk.event(20, "h", "p", row(low, "h", "p", 1.0));
        assertThat(desk.told())
                .containsExactly(
                        "10 firing high h x1: 91 on h",
                        "10 firing other h x1: 91",
                        "20 firing low h x1: 1",
                        "20 resolved high h x1: 1 on h",
                        "20 resolved other h x1: 1");
    }

    @Test
    void resolvingWhatIsNotOpenDoesNothing() {
        Desk desk = new Desk(high, normal);
        desk.event(10, "h", "p", row(normal, "h", "p", 80.0));
        assertThat(desk.alerts).isEmpty();
        assertThat(desk.router.takeChanges().closed()).isEmpty();
    }

    @Test
    void aNoticeIsSentForEachRowAndNeverOpen() {
        Rule each = rule("each").each().build();
        Desk desk = new Desk(each);
        desk.event(10, "h", "p", row(each, "h", "p", 1.0), row(each, "h", "p", 1.0), row(each, "h", "p", 2.0));
        desk.event(10, "h", "p", row(each, "h", "p", 1.0));
        desk.timer(10, row(each, "h", "p", 1.0));
        assertThat(desk.told()).hasSize(5).allSatisfy(line -> assertThat(line).startsWith("10 notice each h x1: "));
        assertThat(desk.alerts).extracting(Alert::id).doesNotHaveDuplicates();
        assertThat(desk.alerts).allSatisfy(a -> assertThat(a.startedAt()).isEqualTo(a.time()));
        assertThat(desk.router.openAlerts()).isEmpty();
        String alert = Fingerprint.of("each", "[\"h\",\"p\"]", "10", "1");
        assertThat(desk.alerts.subList(0, 3))
                .extracting(Alert::id)
                .containsExactly(
                        Fingerprint.of(alert, "notice", "10", "1", "0"),
                        Fingerprint.of(alert, "notice", "10", "1", "1"),
                        Fingerprint.of(alert, "notice", "10", "1", "2"));
    }

    @Test
    void changesTellTheStoreWhatIsOpenAndWhatIsNoMore() {
        Desk desk = new Desk(high, normal);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0));
        Router.Changes first = desk.router.takeChanges();
        assertThat(first.changed()).isEqualTo(desk.router.openAlerts()).hasSize(1);
        assertThat(first.closed()).isEmpty();
        assertThat(desk.router.takeChanges().changed()).isEmpty();

        desk.event(20, "h", "p", row(high, "h", "p", 92.0));
        assertThat(desk.router.takeChanges().changed().get(0).count()).isEqualTo(2);

        desk.event(30, "h", "p", row(normal, "h", "p", 80.0));
        Router.Changes closed = desk.router.takeChanges();
        assertThat(closed.changed()).isEmpty();
        assertThat(closed.closed()).containsExactly(new Router.RuleAndKey("high", "[\"h\",\"p\"]"));

        desk.event(40, "h", "p", row(high, "h", "p", 92.0));
        desk.event(50, "h", "p", row(normal, "h", "p", 80.0));
        desk.event(60, "h", "p", row(high, "h", "p", 93.0));
        Router.Changes again = desk.router.takeChanges();
        assertThat(again.closed()).as("open again").isEmpty();
        assertThat(again.changed()).hasSize(1);
    }

    @Test
    void aSecondRunGivesTheSameIds() {
        List<String> first = run();
        assertThat(run()).isEqualTo(first).doesNotHaveDuplicates();
    }

    private List<String> run() {
        Rule each = rule("each").each().build();
        Desk desk = new Desk(high, normal, each);
        for (int i = 0; i < 50; i++) {
            desk.event(10L * i, "h", "p", row(each, "h", "p", 1.0), row(i % 3 == 0 ? normal : high, "h", "p", 1.0));
        }
        return desk.alerts.stream().map(Alert::id).toList();
    }
}
