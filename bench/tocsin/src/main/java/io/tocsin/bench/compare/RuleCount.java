package io.tocsin.bench.compare;

import io.tocsin.bench.Workload;
import io.tocsin.bench.engine.Epl;
import io.tocsin.bench.engine.Heap;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import java.util.List;

/** What a rule costs before the first event, and a sensor that a rule watches. */
final class RuleCount implements Section {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int HOSTS = 40_000;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        double bytes = Heap.perSensor(bench.job(Workload.SILENCE_100K), HOSTS);
        report.add(Figure.of(
                "silence, 200k sensors", "heap of a sensor beyond its event", bytes, "B", Goal.valueAtMost(200)));
        for (int rules : List.of(10, 1, 10, 100, 1_000)) {
            RuleCompiler compiler = new RuleCompiler(Settings.defaults());
            long start = System.nanoTime();
            compiler.compile(List.of(new RuleFile("rules.epl", Epl.thresholds(rules))), name -> name);
            double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            report.add(Figure.of("%,d thresholds".formatted(rules), "compiling and checking", millis, "ms", null));
        }
    }
}
