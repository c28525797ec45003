package io.tocsin.pipeline.route;

import static io.tocsin.pipeline.route.RuleBuilder.resolver;
import static io.tocsin.pipeline.route.RuleBuilder.row;
import static io.tocsin.pipeline.route.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Rule;
import io.tocsin.model.Severity;
import org.junit.jupiter.api.Test;

class ReplaceRulesTest {
    private final Rule high = rule("high").build();
    private final Rule normal = resolver("normal", "high").build();

    private Desk open() {
        Desk desk = new Desk(high, normal);
        desk.event(10, "h", "p", row(high, "h", "p", 91.0));
        desk.told();
        desk.router.takeChanges();
        return desk;
    }

    @Test
    void theAlertOfARemovedRuleIsResolvedWithTheReason() {
        Desk desk = open();
        desk.replaceRules(500, null, normal);
        assertThat(desk.told()).containsExactly("500 resolved high h x1: rule removed; last: 91");
        assertThat(desk.last().alert()).isEqualTo(desk.alerts.get(0).alert());
        assertThat(desk.router.takeChanges().closed()).hasSize(1);
        desk.event(600, "h", "p", row(normal, "h", "p", 1.0));
        assertThat(desk.told()).isEmpty();
    }

    @Test
    void theAlertOfARuleWithAnotherKeyIsResolvedWithTheReason() {
        Desk desk = open();
        desk.replaceRules(500, null, rule("high").key("host").build(), normal);
        assertThat(desk.told()).containsExactly("500 resolved high h x1: key of the rule changed; last: 91");
    }

    @Test
    void aRuleThatNowMakesNoticesHasNothingOpen() {
        Desk desk = open();
        desk.replaceRules(500, null, rule("high").each().build(), normal);
        assertThat(desk.told()).containsExactly("500 resolved high h x1: rule removed; last: 91");
    }

    @Test
    void theAlertOfAChangedRuleStaysTheSameAndSpeaksAsTheNewRuleDoes() {
        Desk desk = open();
        Rule changed = rule("high")
                .severity(Severity.CRITICAL)
                .summary("now {metric}")
                .resolveAfter(700)
                .repeat(300)
                .build();
        desk.replaceRules(500, null, changed, normal);
        assertThat(desk.told()).isEmpty();
        assertThat(desk.router.takeChanges().changed())
                .singleElement()
                .satisfies(a -> assertThat(a.severity()).isEqualTo(Severity.CRITICAL))
                .satisfies(a -> assertThat(a.summary()).isEqualTo("now {metric}"));
        desk.event(650, "h", "p");
        desk.clock(5000);
        assertThat(desk.told())
                .as("repeat counts from the change, resolveAfter from the last row")
                .containsExactly("710 resolved high h x1: now 91");
        assertThat(desk.last().alert()).isEqualTo(desk.alerts.get(0).alert());
        assertThat(desk.last().severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void repeatCountsFromTheChange() {
        Desk desk = open();
        desk.replaceRules(500, null, rule("high").repeat(300).build());
        desk.clock(801);
        assertThat(desk.told()).containsExactly("800 repeated high h x1: 91");
        desk.replaceRules(801, null, high);
        desk.clock(5000);
        assertThat(desk.told()).isEmpty();
    }

    @Test
    void aTimerThatIsOverdueUnderTheNewRuleRingsAtTheNextMoment() {
        Desk desk = open();
        desk.event(900, "h", "p");
        desk.replaceRules(1000, null, rule("high").resolveAfter(100).build());
        desk.clock(1001);
        assertThat(desk.told()).as("never before the clock").containsExactly("1000 resolved high h x1: 91");
    }

    @Test
    void whatANewRuleWouldHaveOpenFiresNowWithItsTrueStart() {
        Desk desk = open();
        Rule fresh = rule("fresh").build();
        Desk scratch = new Desk(fresh);
        scratch.event(7, "i", "q", row(fresh, "i", "q", 5.0));
        scratch.event(9, "i", "q", row(fresh, "i", "q", 6.0));
        desk.replaceRules(500, scratch.router, high, normal, fresh);
        assertThat(desk.told()).containsExactly("500 firing fresh i x2: 6");
        assertThat(desk.last().startedAt()).isEqualTo(7);
        assertThat(desk.last().alert()).isEqualTo(scratch.alerts.get(0).alert());
        assertThat(desk.router.takeChanges().changed())
                .extracting(a -> a.rule())
                .contains("fresh");
    }

    @Test
    void whatAChangedRuleHasOpenAlreadyDoesNotFireAgain() {
        Desk desk = open();
        Rule changed = rule("high").summary("new {metric}").build();
        Desk scratch = new Desk(changed);
        scratch.event(3, "h", "p", row(changed, "h", "p", 99.0));
        scratch.event(4, "i", "p", row(changed, "i", "p", 98.0));
        desk.replaceRules(500, scratch.router, changed, normal);
        assertThat(desk.told()).containsExactly("500 firing high i x1: new 98");
        assertThat(desk.router.openAlerts()).extracting(a -> a.startedAt()).containsExactly(10L, 4L);
    }

    @Test
    void timersOfATakenOverAlertGoOn() {
        Desk desk = open();
        Rule fresh = rule("fresh").resolveAfter(600).build();
        Desk scratch = new Desk(fresh);
        scratch.event(7, "i", "q", row(fresh, "i", "q", 5.0));
        desk.replaceRules(500, scratch.router, high, normal, fresh);
        desk.clock(608);
        assertThat(desk.told()).containsExactly("500 firing fresh i x1: 5", "607 resolved fresh i x1: 5");
    }
}
