package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The product against its peers, from bytes to alerts. Nobody's figure counts whose alerts are not the same. */
final class Peers implements Section {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** Rounds that do not count, beside the one whose alerts are compared and one that tells how slow a peer is. */
    private static final int WARM = 4;
    /** Where a round would be over in a sixth of a second. */
    private static final int LONGER = 2;

    private static final int COUNTED = 5;
    /** Whose rounds take longer is behind by far, and measured in fewer of them. */
    private static final Duration LONG = Duration.ofMillis(1_500);

    private static final int COUNTED_LONG = 2;
    private static final List<Workload> EXPRESSIBLE = List.of(
            Workload.THRESHOLDS_10,
            Workload.THRESHOLDS_100,
            Workload.AVERAGE,
            Workload.SILENCE_10K,
            Workload.SILENCE_100K);

    private final Optional<Path> kuiperd = Optional.ofNullable(System.getenv("KUIPERD"))
            .filter(name -> !name.isEmpty())
            .map(Path::of);

    @Override
    public void run(Bench bench, Report report) throws Exception {
        checkKuiperd(report);
        for (Workload workload : EXPRESSIBLE) {
            List<Engine> peers = peers(workload);
            Job job = bench.job(workload, workload == Workload.THRESHOLDS_10 ? LONGER : 1);
            Map<Engine, Worker> workers = new EnumMap<>(Engine.class);
            try {
                workers.put(Engine.REPLAY, new Worker(bench.places(), Engine.REPLAY, job));
                for (Engine peer : peers) {
                    workers.put(peer, new Worker(bench.places(), peer, job));
                }
                for (Worker worker : workers.values()) {
                    worker.awaitReady();
                }
                dropUnequal(bench, workload, peers, workers, report);
                for (Engine peer : workers.keySet()) {
                    if (peer != Engine.REPLAY) {
                        Map<Engine, Worker> pair = pair(workers, peer);
                        long first = Rounds.run(pair, 0, 1).of(peer).get(0).wallNanos();
                        Rounds rounds = first > LONG.toNanos()
                                ? Rounds.run(pair, 0, COUNTED_LONG)
                                : Rounds.run(pair, WARM, COUNTED);
                        report.add(rounds.against(workload.title(), Engine.REPLAY, peer, Goal.cpuAtLeast(2)));
                    }
                }
            } finally {
                workers.values().forEach(Worker::close);
            }
        }
    }

    private static Map<Engine, Worker> pair(Map<Engine, Worker> workers, Engine peer) {
        Map<Engine, Worker> pair = new EnumMap<>(workers);
        pair.keySet().retainAll(EnumSet.of(Engine.REPLAY, peer));
        return pair;
    }

    private void checkKuiperd(Report report) throws IOException {
        if (kuiperd.isEmpty()) {
            report.note("eKuiper was not measured: set KUIPERD to its binary, which `go build -o kuiperd ./cmd/kuiperd`"
                    + " makes in a checkout of github.com/lf-edge/ekuiper");
            return;
        }
        if (!Files.isExecutable(kuiperd.get()) || Files.isDirectory(kuiperd.get())) {
            throw new IOException(
                    "KUIPERD names %s, which cannot be run; set it to a kuiperd, or to nothing to leave eKuiper out"
                            .formatted(kuiperd.get().toAbsolutePath()));
        }
        report.note("silence: eKuiper's SQL cannot express it, as it has no timers by sensor and no end of a window in"
                + " HAVING; not measured");
    }

    private List<Engine> peers(Workload workload) {
        boolean eKuiper = kuiperd.isPresent() && !workload.isSilence();
        return eKuiper ? List.of(Engine.SIDDHI, Engine.FLINK, Engine.EKUIPER) : List.of(Engine.SIDDHI, Engine.FLINK);
    }

    private static void dropUnequal(
            Bench bench, Workload workload, List<Engine> peers, Map<Engine, Worker> workers, Report report)
            throws Exception {
        Path folder = Files.createDirectories(bench.places().target().resolve("alerts"));
        List<String> ours = workers.get(Engine.REPLAY)
                .alerts(folder.resolve(workload + "-tocsin"), LIMIT)
                .orElseThrow();
        for (Engine peer : peers) {
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
