package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSamplerTest {
    private static final StackTraceElement[] AT_A = {new StackTraceElement("RuleA", "update", "RuleA.java", 1)};
    private static final StackTraceElement[] ELSEWHERE = {new StackTraceElement("Other", "work", "Other.java", 1)};

    private final Engine engine = new Engine();
    private final List<String> seen = new ArrayList<>();
    private boolean evaluates = true;
    private final RuleSampler sampler = new RuleSampler(
            engine, () -> evaluates, stack -> stack[0].getClassName().equals("RuleA") ? "a" : null, seen::add);

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

    @Test
    void oneOfFiveLooksAtAnEngineThatEvaluatesIsASample() {
        looks(50);

        assertThat(engine.stops).isEqualTo(10);
        assertThat(seen).hasSize(10).containsOnly("a");
        assertThat(RuleSampler.sampleMs(20)).isEqualTo(50 * 20 / 10);
    }

    @Test
    void anEngineThatStoresIsNotStoppedForASample() {
        evaluates = false;
        looks(50);

        assertThat(engine.stops).isZero();
    }

    @Test
    void anEngineThatWaitsIsNotStoppedForASample() {
        engine.state = Thread.State.TIMED_WAITING;
        looks(50);

        assertThat(engine.stops).isZero();
    }

    @Test
    void looksInVainDoNotCount() {
        for (int i = 0; i < 4; i++) {
            evaluates = true;
            looks(1);
            evaluates = false;
            looks(7);
        }
        assertThat(engine.stops).isZero();

        evaluates = true;
        looks(1);
        assertThat(seen).containsExactly("a");
    }

    @Test
    void workForNoRuleIsNoRules() {
        engine.stack = ELSEWHERE;
        looks(50);

        assertThat(engine.stops).isEqualTo(10);
        assertThat(seen).isEmpty();
    }

    private void looks(int times) {
        for (int i = 0; i < times; i++) {
            sampler.look();
        }
    }
}
