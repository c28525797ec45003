package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Workload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The product's stages and its replay of a file against Jackson and Esper. */
final class Stages implements Section {
    /** Until the compiler has little left to do; of the shipped rules a round is as long as three of others. */
    private static final int WARM = 6;

    private static final int WARM_SHIPPED = 3;
    private static final int COUNTED = 5;
    /** Of the fastest workloads, so that a round is not mostly its beginning. */
    private static final int LONGER = 2;

    private static final Set<Workload> REPLAYED = EnumSet.of(Workload.THRESHOLDS_10, Workload.SHIPPED);

    @Override
    public void run(Bench bench, Report report) throws Exception {
        for (Workload workload : Workload.values()) {
            boolean whole = workload == Workload.THRESHOLDS_10;
            Job job = bench.job(workload, workload.thresholds() > 0 ? LONGER : 1);
            List<Engine> engines = new ArrayList<>(List.of(Engine.RAW_ESPER, Engine.ENGINE));
            if (whole) {
                engines.addAll(List.of(Engine.RAW_DECODE, Engine.DECODE));
            }
            boolean replayed = REPLAYED.contains(workload);
            if (replayed) {
                engines.addAll(List.of(Engine.LOOP, Engine.REPLAY));
            }
            int warm = workload == Workload.SHIPPED ? WARM_SHIPPED : WARM;
            Rounds rounds = Rounds.run(bench.places(), job, engines, warm, COUNTED);
            String title = workload.title();
            if (whole) {
                report.add(rounds.alone(title, Engine.RAW_DECODE));
                report.add(rounds.against(title, Engine.DECODE, Engine.RAW_DECODE, null));
            }
            requireEqual(rounds, workload, replayed);
            report.add(rounds.alone(title, Engine.RAW_ESPER));
            report.add(rounds.against(title, Engine.ENGINE, Engine.RAW_ESPER, Goal.cpuAtLeast(0.95)));
            if (whole) {
                report.add(rounds.against(
                        title, Engine.REPLAY, List.of(Engine.RAW_DECODE, Engine.RAW_ESPER), Goal.wallAtLeast(0.9)));
            }
            if (replayed) {
                report.add(rounds.against(title, Engine.REPLAY, Engine.LOOP, null));
            }
        }
    }

    /** A replay and the engine's stage alone ring alike; Esper alone gives the same rows where each row is an alert. */
    private static void requireEqual(Rounds rounds, Workload workload, boolean replayed) {
        long alerts = rounds.of(Engine.ENGINE).get(0).alerts();
        long again = replayed ? rounds.of(Engine.REPLAY).get(0).alerts() : alerts;
        long rows = rounds.of(Engine.RAW_ESPER).get(0).alerts();
        boolean rowsAreAlerts = !workload.isSilence() && workload != Workload.SHIPPED;
        if (alerts == 0 || alerts != again || (rowsAreAlerts && alerts != rows)) {
            throw new IllegalStateException("%s: %d alerts, %d in a replay, %d rows of Esper alone"
                    .formatted(workload, alerts, again, rows));
        }
    }
}
