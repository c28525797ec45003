package io.tocsin.app;

import io.tocsin.model.RuleLoad;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the engine's thread now and then and tells the budget what it is at. Once a minute it has the engine count what
 * rules hold, between two messages; an engine that is stuck in a rule does not, and that rule is soon over its time.
 */
final class BudgetWatch implements Runnable {
    static final long SAMPLE_MS = 20;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Thread engine;
    private final EngineLoop loop;
    private final RuleBudget budget;
    private final Consumer<List<RuleLoad>> told;

    /**
     * @param engine the thread of the loop
     * @param told gets what rules cost whenever that was looked at, and when one goes over its budget
     */
    BudgetWatch(Thread engine, EngineLoop loop, RuleBudget budget, Consumer<List<RuleLoad>> told) {
        this.engine = engine;
        this.loop = loop;
        this.budget = budget;
        this.told = told;
    }

    @Override
    public void run() {
        long minute = System.nanoTime();
        loop.askHeld();
        List<RuleLoad> last = budget.loads();
        told.accept(last); // what the process before has left there is not ours
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MS);
                sample();
                Map<String, Long> held = loop.takeHeld();
                if (held != null) {
                    budget.held(held);
                }
                if (System.nanoTime() - minute >= MINUTE) {
                    minute += MINUTE;
                    budget.minute();
                    loop.askHeld();
                }
                if (budget.loads() != last) {
                    last = budget.loads();
                    told.accept(last);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample() {
        if (engine.getState() != Thread.State.RUNNABLE) {
            return;
        }
        String rule = loop.rules().at(engine.getStackTrace());
        if (rule != null) {
            budget.sample(rule);
        }
    }
}
