package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleSamplerTest {
    private static final StackTraceElement EVALUATION =
            new StackTraceElement(EngineLoop.class.getName(), EngineLoop.EVALUATION, "EngineLoop.java", 1);
    private static final StackTraceElement[] AT_A = {frame("RuleA"), EVALUATION};
    private static final StackTraceElement[] AT_B = {frame("RuleB"), EVALUATION};
    private static final StackTraceElement[] AT_NO_RULE = {frame("Router"), EVALUATION};
    private static final StackTraceElement[] STORING = {frame("Store")};

    private final Engine engine = new Engine();
    private final Map<String, Long> seen = new HashMap<>();
    private boolean evaluates = true;
    private final RuleSampler sampler = new RuleSampler(
            engine,
            20,
            () -> evaluates,
            RuleSamplerTest::rule,
            (rule, millis) -> seen.merge(rule, millis, Long::sum),
            new SplittableRandom(7));

    private static StackTraceElement frame(String className) {
        return new StackTraceElement(className, "work", className + ".java", 1);
    }

    private static @Nullable String rule(StackTraceElement[] stack) {
        return switch (stack[0].getClassName()) {
            case "RuleA" -> "a";
            case "RuleB" -> "b";
            default -> null;
        };
    }

    /** Never started; its stack is what the test says, and each look at it is counted. */
    private static final class Engine extends Thread {
        private State state = State.RUNNABLE;
        private StackTraceElement[] stack = AT_A;
        private int stops;

        @Override
        public State getState() {
            return state;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            stops++;
            return stack.clone();
        }
    }

    private void looks(int times) {
        for (int i = 0; i < times; i++) {
            sampler.look();
        }
    }

    @Test
    void theEngineHasTheMethodThatIsLookedFor() {
        assertThat(EngineLoop.class.getDeclaredMethods())
                .extracting(Method::getName)
                .contains(EngineLoop.EVALUATION);
    }

    @Test
    void oneOfFiveLooksAtAnEngineThatEvaluatesStopsIt() {
        looks(5_000);

        assertThat(engine.stops).isCloseTo(1_000, within(50));
        assertThat(seen).containsOnlyKeys("a");
        assertThat(seen.get("a"))
                .as("all of the time but what the last sample is due for")
                .isBetween(99_800L, 100_000L);
    }

    @Test
    void anEngineThatStoresOrWaitsIsNotStopped() {
        evaluates = false;
        looks(500);
        evaluates = true;
        engine.state = Thread.State.TIMED_WAITING;
        looks(500);

        assertThat(engine.stops).isZero();
    }

    @Test
    void rulesThatTakeTurnsAreToldTheirShares() {
        for (int i = 0; i < 5_000; i++) {
            engine.stack = i % 5 == 0 ? AT_B : AT_A;
            looks(1);
        }

        assertThat(seen.get("a")).isCloseTo(80_000, within(6_000L));
        assertThat(seen.get("b")).isCloseTo(20_000, within(6_000L));
    }

    /** Evaluation is over by the time the thread is stopped nine times in ten, and still takes all of the time. */
    @Test
    void whatWasOverBeforeTheStopIsNotLost() {
        for (int i = 0; i < 50_000; i++) {
            engine.stack = i % 10 == 0 ? AT_A : STORING;
            looks(1);
        }

        assertThat(seen.get("a")).isCloseTo(1_000_000, within(5_000L));
        assertThat(engine.stops).isCloseTo(10_000, within(500));
    }

    @Test
    void workForNoRuleIsNoRules() {
        engine.stack = AT_NO_RULE;
        looks(500);
        engine.stack = AT_A;
        looks(500);

        assertThat(seen.get("a")).isCloseTo(10_000, within(200L));
    }
}
