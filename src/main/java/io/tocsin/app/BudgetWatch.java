package io.tocsin.app;

import io.tocsin.model.RuleLoad;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the engine's thread now and then and tells the budget what it is at. Soon after the start, and then once a minute,
 * it has the engine count what rules hold, between two messages; an engine that is stuck in a rule does not, and that rule is soon over its time.
 */
final class BudgetWatch implements Runnable {
    private static final long LOOK_MS = 20;
    private static final long FIRST_COUNT = TimeUnit.SECONDS.toNanos(5);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final EngineLoop loop;
    private final RuleBudget budget;
    private final RuleSampler sampler;
    private final Consumer<List<RuleLoad>> told;

    /**
     * @param engine the thread of the loop
     * @param told gets what rules cost whenever that was looked at, and when one goes over its budget
     */
    BudgetWatch(Thread engine, EngineLoop loop, RuleBudget budget, Consumer<List<RuleLoad>> told) {
        this.sampler = new RuleSampler(
                engine,
                LOOK_MS,
                loop::isEvaluating,
                stack -> loop.rules().at(stack),
                budget::sample,
                new SplittableRandom());
        this.loop = loop;
        this.budget = budget;
        this.told = told;
    }

    @Override
    public void run() {
        long minute = System.nanoTime();
        long counted = minute + FIRST_COUNT - MINUTE;
        List<RuleLoad> last = budget.loads();
        told.accept(last); // what the process before has left there is not ours
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                sampler.look();
                Map<String, Long> held = loop.takeHeld();
                if (held != null) {
                    budget.held(held);
                }
                if (System.nanoTime() - minute >= MINUTE) {
                    minute += MINUTE;
                    budget.minute();
                }
                if (System.nanoTime() - counted >= MINUTE) {
                    counted += MINUTE;
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
}
