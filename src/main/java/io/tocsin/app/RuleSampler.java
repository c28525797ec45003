package io.tocsin.app;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rule the engine works for, by samples of its stack. For one of these Java 17 stops all threads, on a busy machine
 * for some ms, in which every alert waits. So the engine is looked at often, which costs nothing, to tell for how long it
 * evaluates, and about one of five looks at which it does becomes a sample, to tell at what. For one thread.
 */
final class RuleSampler {
    private static final int LOOKS = 5;

    private final Thread engine;
    private final long lookMs;
    private final BooleanSupplier evaluates;
    private final Function<StackTraceElement[], @Nullable String> ruleAt;
    private final Seen seen;
    private final RandomGenerator random;
    /** At so many looks the engine evaluated, and it is not known at what. */
    private int owed;

    private int untilSample;

    /** Gets what samples say. */
    interface Seen {
        /** The engine has worked for this rule, and most likely for so long. */
        void rule(String name, long millis);
    }

    /**
     * @param lookMs how often it is called
     * @param evaluates whether the engine evaluates just now
     * @param ruleAt the rule that a thread with this stack works for, or null
     * @param random chooses the looks: by the count alone they could fall on the same rule of a group each time
     */
    RuleSampler(
            Thread engine,
            long lookMs,
            BooleanSupplier evaluates,
            Function<StackTraceElement[], @Nullable String> ruleAt,
            Seen seen,
            RandomGenerator random) {
        this.engine = engine;
        this.lookMs = lookMs;
        this.evaluates = evaluates;
        this.ruleAt = ruleAt;
        this.seen = seen;
        this.random = random;
        untilSample = some();
    }

    private int some() {
        return 1 + random.nextInt(2 * LOOKS - 1);
    }

    void look() {
        if (!evaluates.getAsBoolean() || engine.getState() != Thread.State.RUNNABLE) {
            return;
        }
        owed++;
        if (--untilSample > 0) {
            return;
        }
        untilSample = some();
        StackTraceElement[] stack = engine.getStackTrace();
        if (isEvaluation(stack)) { // the engine runs on until it is stopped, and may be done with it by then
            String rule = ruleAt.apply(stack);
            if (rule != null) {
                seen.rule(rule, owed * lookMs);
            }
            owed = 0;
        }
    }

    private static boolean isEvaluation(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(f -> f.getMethodName().equals(EngineLoop.EVALUATION)
                        && f.getClassName().equals(EngineLoop.class.getName()));
    }
}
