package io.tocsin.bench.compare;

import io.tocsin.bench.Workload;
import io.tocsin.bench.engine.Heap;
import io.tocsin.bench.engine.Product;
import io.tocsin.bench.engine.RuleCost;
import io.tocsin.model.Readings;
import java.util.List;

/** What rules cost as they grow in number, and a sensor that a rule watches. */
final class RuleCount implements Section {
    private static final int HOSTS = 40_000;
    private static final int MESSAGES = 60_000;
    private static final double KIB = 1024;
    /** The first is for warmth, and not shown. */
    private static final List<Integer> RULES = List.of(10, 1, 10, 100, 1_000);

    @Override
    public void run(Bench bench, Report report) throws Exception {
        double bytes = Heap.perSensor(bench.job(Workload.SILENCE_100K), HOSTS);
        report.add(Figure.of(
                "silence, 200k sensors", "heap of a sensor beyond its event", bytes, "B", Goal.valueAtMost(200)));
        List<Readings> messages = Product.readings(bench.job(Workload.THRESHOLDS_10));
        List<Readings> some = messages.subList(0, Math.min(MESSAGES, messages.size()));
        for (int i = 0; i < RULES.size(); i++) {
            int rules = RULES.get(i);
            RuleCost cost = RuleCost.ofThresholds(rules, some);
            if (i > 0) {
                add(report, rules, cost);
            }
        }
    }

    private static void add(Report report, int rules, RuleCost cost) {
        String title = rules == 1 ? "1 threshold" : "%,d thresholds".formatted(rules);
        report.add(Figure.of(title, "compiling and checking", cost.millis(), "ms", null));
        report.add(Figure.of(title, "heap of an engine", cost.heap() / KIB, "KiB", null));
        report.add(Figure.of(title, "classes of the rules", cost.metaspace() / KIB, "KiB", null));
        report.add(Figure.of(title, "evaluating an event", cost.nanosPerEvent(), "ns", null));
    }
}
