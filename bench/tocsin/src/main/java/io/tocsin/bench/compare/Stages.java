package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Workload;
import java.util.ArrayList;
import java.util.List;

/** The product's stages and its replay of a file against Jackson and Esper. */
final class Stages implements Section {
    /**
     * How a workload is measured: long enough that a round is not mostly its beginning, and with so many rounds before that the
     * compiler has little left to do.
     *
     * @param times as many messages as by default
     * @param processes of each contender, one after the other
     * @param warm rounds of each process that do not count
     * @param counted rounds of each process that do
     */
    private record Effort(int times, int processes, int warm, int counted) {
        static Effort of(Workload workload) {
            return switch (workload) {
                case THRESHOLDS_10, THRESHOLDS_100 -> new Effort(2, 1, 6, 5);
                // The compiler takes longest to get through these.
                case AVERAGE -> new Effort(2, 1, 10, 5); // with less no window would slide for long
                case SILENCE_10K, SILENCE_100K -> new Effort(1, 1, 12, 6);
                case SHIPPED -> new Effort(1, 1, 8, 6);
            };
        }
    }

    @Override
    public void run(Bench bench, Report report) throws Exception {
        for (Workload workload : Workload.values()) {
            boolean whole = workload == Workload.THRESHOLDS_10;
            Effort effort = Effort.of(workload);
            Job job = bench.job(workload, effort.times());
            List<Engine> engines = new ArrayList<>(List.of(Engine.RAW_ESPER, Engine.ENGINE));
            if (whole) {
                engines.addAll(List.of(Engine.RAW_DECODE, Engine.DECODE, Engine.LOOP, Engine.REPLAY));
            }
            Rounds rounds =
                    Rounds.run(bench.places(), job, engines, effort.processes(), effort.warm(), effort.counted());
            String title = workload.title();
            if (whole) {
                report.add(rounds.alone(title, Engine.RAW_DECODE));
                report.add(rounds.against(title, Engine.DECODE, Engine.RAW_DECODE, null));
            }
            requireEqual(rounds, workload, whole);
            report.add(rounds.alone(title, Engine.RAW_ESPER));
            report.add(rounds.against(title, Engine.ENGINE, Engine.RAW_ESPER, Goal.cpuAtLeast(0.95)));
            if (whole) {
                report.add(rounds.against(
                        title, Engine.REPLAY, List.of(Engine.RAW_DECODE, Engine.RAW_ESPER), Goal.wallAtLeast(0.9)));
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
            throw new IllegalStateException(
                    "%s: %d alerts, %d in a replay, %d rows of Esper alone".formatted(workload, alerts, again, rows));
        }
    }
}
