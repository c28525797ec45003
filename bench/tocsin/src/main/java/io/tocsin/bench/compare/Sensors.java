package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Measured;
import io.tocsin.bench.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the cost of an event and the heap grow with the number of sensors, within 4 GiB. */
final class Sensors implements Section {
    private static final String HEAP = "-Xmx4g";
    /** Of so many hosts one round is as many events as a hundred of the baseline's. */
    private static final int MANY = 100_000;

    private static final int WARM = 4;
    private static final int WARM_OF_MANY = 1;
    private static final int COUNTED = 2;
    private static final int PER_HOST = 5;

    private static final List<Integer> HOSTS = List.of(200, 20_000, 200_000);
    private static final int BASELINE = 2_000;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        for (Workload workload : List.of(Workload.AVERAGE, Workload.SILENCE_10K)) {
            Job job = bench.job(workload);
            for (int hosts : HOSTS) {
                // The baseline beside each, since the machine changes over minutes.
                try (Worker few = worker(bench, job, BASELINE);
                        Worker many = worker(bench, job, hosts)) {
                    few.awaitReady();
                    many.awaitReady();
                    report.add(compare(workload, hosts, few, many));
                }
            }
        }
    }

    private static Worker worker(Bench bench, Job job, int hosts) throws Exception {
        return new Worker(bench.places(), Engine.MANY_SENSORS, job, List.of(HEAP, "-Dbench.hosts=" + hosts));
    }

    private static Figure compare(Workload workload, int hosts, Worker few, Worker many) throws Exception {
        List<Measured> fewRounds = new ArrayList<>();
        List<Measured> manyRounds = new ArrayList<>();
        boolean isMany = hosts >= MANY;
        for (int i = 0; i < WARM; i++) {
            few.round();
        }
        for (int i = 0; i < (isMany ? WARM_OF_MANY : WARM); i++) {
            many.round();
        }
        for (int i = 0; i < COUNTED; i++) {
            fewRounds.add(few.round());
            manyRounds.add(many.round());
        }
        double[] wall = new double[COUNTED];
        double[] cpu = new double[COUNTED];
        for (int i = 0; i < COUNTED; i++) {
            wall[i] = manyRounds.get(i).eventsPerSecond() / fewRounds.get(i).eventsPerSecond();
            cpu[i] = manyRounds.get(i).eventsPerCpuSecond() / fewRounds.get(i).eventsPerCpuSecond();
        }
        String what = workload == Workload.AVERAGE ? "5-minute averages" : "silence";
        return new Figure(
                what,
                "%,d sensors".formatted(hosts * PER_HOST),
                "%,d sensors".formatted(BASELINE * PER_HOST),
                Spread.of(manyRounds.stream().mapToDouble(Measured::eventsPerSecond))
                        .median(),
                "events/s",
                Spread.of(Arrays.stream(wall)),
                Spread.of(Arrays.stream(cpu)),
                Spread.of(manyRounds.stream().mapToDouble(Measured::bytesPerEvent))
                        .median(),
                isMany ? Goal.cpuAtLeast(0.5) : null);
    }
}
