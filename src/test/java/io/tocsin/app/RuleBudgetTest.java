package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tocsin.config.Settings;
import io.tocsin.model.RuleLoad;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RuleBudgetTest {
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final RuleBudget budget = new RuleBudget(new Settings.Budget(Duration.ofSeconds(2), 5_000));

    @BeforeEach
    void listen() {
        logged.start();
        logger().addAppender(logged);
    }

    @AfterEach
    void deafen() {
        logger().detachAppender(logged);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RuleBudget.class);
    }

    @Test
    void aRuleThatTakesTooMuchTimeIsNamedOnceAnExcess() {
        samples("busy", 100);
        assertThat(messages()).isEmpty();

        samples("busy", 200);
        samples("other", 10);
        assertThat(messages())
                .containsExactly("rule 'busy' has taken 2 s of the engine's time within a minute, more than"
                        + " rules.budget.time allows; narrow its filter or its window");
        budget.minute();
        assertThat(budget.loads())
                .containsExactly(
                        new RuleLoad("busy", Duration.ofSeconds(6), Duration.ofSeconds(6), 0, true, false),
                        new RuleLoad("other", Duration.ofMillis(200), Duration.ofMillis(200), 0, false, false));

        samples("busy", 150);
        budget.minute();
        assertThat(messages()).hasSize(1);

        budget.minute();
        budget.minute();
        assertThat(budget.loads())
                .contains(new RuleLoad("busy", Duration.ofSeconds(9), Duration.ZERO, 0, false, false));
        samples("busy", 101);
        assertThat(messages()).hasSize(2);
    }

    @Test
    void aRuleThatHoldsTooMuchIsNamedOnceAnExcess() {
        budget.held(Map.of("big\nrule", 5_001L, "small", 5_000L));
        budget.held(Map.of("big\nrule", 9_000L));
        budget.held(Map.of("big\nrule", 3_000L));
        assertThat(budget.loads())
                .containsExactly(new RuleLoad("big\nrule", Duration.ZERO, Duration.ZERO, 3_000, false, true));
        assertThat(messages()).hasSize(1);
        assertThat(messages().get(0))
                .startsWith("rule 'big")
                .contains("holds 5001 events")
                .doesNotContain("\n");

        budget.held(Map.of("big\nrule", 2_000L));
        budget.held(Map.of("big\nrule", 6_000L));
        assertThat(messages()).hasSize(2);
    }

    private void samples(String rule, int times) {
        for (int i = 0; i < times; i++) {
            budget.sample(rule, 20);
        }
    }

    private List<String> messages() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
