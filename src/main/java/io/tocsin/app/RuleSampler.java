package io.tocsin.app;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rule the engine works for, by samples of its stack. For one of these Java 17 stops all threads, on a busy machine
 * for some ms, in which every alert waits: none is taken while the engine stores or waits, and not at each look while it
 * evaluates. For one thread.
 */
final class RuleSampler {
    private static final int LOOKS = 5;

    private final Thread engine;
    private final BooleanSupplier evaluates;
    private final Function<StackTraceElement[], @Nullable String> ruleAt;
    private final Consumer<String> seen;
    private int evaluating;

    /**
     * @param evaluates whether the engine evaluates just now; asked from here
     * @param ruleAt the rule that a thread with this stack works for, or null
     * @param seen gets the rule of a sample
     */
    RuleSampler(
            Thread engine,
            BooleanSupplier evaluates,
            Function<StackTraceElement[], @Nullable String> ruleAt,
            Consumer<String> seen) {
        this.engine = engine;
        this.evaluates = evaluates;
        this.ruleAt = ruleAt;
        this.seen = seen;
    }

    /** What a sample stands for, where there is a look so often. */
    static long sampleMs(long lookMs) {
        return LOOKS * lookMs;
    }

    void look() {
        if (!evaluates.getAsBoolean() || engine.getState() != Thread.State.RUNNABLE || ++evaluating % LOOKS != 0) {
            return;
        }
        String rule = ruleAt.apply(engine.getStackTrace());
        if (rule != null) {
            seen.accept(rule);
        }
    }
}
