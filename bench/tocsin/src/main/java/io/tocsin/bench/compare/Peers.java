package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The product against Siddhi and Flink, from bytes to alerts. Nobody's figure counts whose alerts are not the same. */
final class Peers implements Section {
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final int WARM = 2;
    private static final int COUNTED = 3;
    private static final List<Workload> EXPRESSIBLE = List.of(
            Workload.THRESHOLDS_10,
            Workload.THRESHOLDS_100,
            Workload.AVERAGE,
            Workload.SILENCE_10K,
            Workload.SILENCE_100K);

    @Override
    public void run(Bench bench, Report report) throws Exception {
        for (Workload workload : EXPRESSIBLE) {
            Job job = bench.job(workload);
            Map<Engine, Worker> workers = new EnumMap<>(Engine.class);
            try {
                for (Engine engine : List.of(Engine.REPLAY, Engine.SIDDHI, Engine.FLINK)) {
                    workers.put(engine, new Worker(bench.places(), engine, job));
                }
                for (Worker worker : workers.values()) {
                    worker.awaitReady();
                }
                dropUnequal(bench, workload, workers, report);
                Rounds rounds = Rounds.run(workers, WARM, COUNTED);
                for (Engine peer : workers.keySet()) {
                    if (peer != Engine.REPLAY) {
                        report.add(rounds.against(workload.title(), Engine.REPLAY, peer, Goal.cpuAtLeast(2)));
                    }
                }
            } finally {
                workers.values().forEach(Worker::close);
            }
        }
    }

    private static void dropUnequal(Bench bench, Workload workload, Map<Engine, Worker> workers, Report report)
            throws Exception {
        Path folder = Files.createDirectories(bench.places().target().resolve("alerts"));
        List<String> ours = workers.get(Engine.REPLAY)
                .alerts(folder.resolve(workload + "-tocsin"), LIMIT)
                .orElseThrow();
        for (Engine peer : List.of(Engine.SIDDHI, Engine.FLINK)) {
            Optional<List<String>> given = workers.get(peer).alerts(folder.resolve(workload + "-" + peer), LIMIT);
            if (given.isEmpty()) {
                report.note("%s: %s was not through after %d s"
                        .formatted(workload.title(), peer.title(), LIMIT.toSeconds()));
                workers.remove(peer).close();
                continue;
            }
            List<String> theirs = given.get();
            if (theirs.equals(ours)) {
                continue;
            }
            Set<String> missing = new HashSet<>(ours);
            theirs.forEach(missing::remove);
            Set<String> extra = new HashSet<>(theirs);
            ours.forEach(extra::remove);
            report.note("%s: %s gives %d alerts and not our %d: %d of ours are missing, %d are others; not counted"
                    .formatted(
                            workload.title(), peer.title(), theirs.size(), ours.size(), missing.size(), extra.size()));
            workers.remove(peer).close();
        }
    }
}
