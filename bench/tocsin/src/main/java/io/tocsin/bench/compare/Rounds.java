package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Rounds of several contenders, those that count in turn, A B C A B C, so that a disturbance of the machine meets all. */
final class Rounds {
    private final Map<Engine, List<Measured>> measured = new EnumMap<>(Engine.class);

    private Rounds() {}

    /**
     * Runs the same with new processes {@code processes} times: how the compiler happened to go stays with a process as long
     * as it lives.
     */
    static Rounds run(Places places, Job job, List<Engine> engines, int processes, int warm, int counted)
            throws IOException {
        Rounds all = run(places, job, engines, warm, counted);
        for (int i = 1; i < processes; i++) {
            run(places, job, engines, warm, counted).measured.forEach((engine, rounds) -> all.of(engine)
                    .addAll(rounds));
        }
        return all;
    }

    /** Runs {@code warm} rounds that do not count and {@code counted} that do. */
    static Rounds run(Places places, Job job, List<Engine> engines, int warm, int counted) throws IOException {
        Map<Engine, Worker> workers = new EnumMap<>(Engine.class);
        try {
            for (Engine engine : engines) {
                workers.put(engine, new Worker(places, engine, job));
            }
            for (Worker worker : workers.values()) {
                worker.awaitReady();
            }
            return run(workers, warm, counted);
        } finally {
            workers.values().forEach(Worker::close);
        }
    }

    /** The same for contenders that are ready. */
    static Rounds run(Map<Engine, Worker> workers, int warm, int counted) throws IOException {
        Rounds rounds = new Rounds();
        workers.keySet().forEach(engine -> rounds.measured.put(engine, new ArrayList<>()));
        for (int i = 0; i < warm; i++) {
            warm(workers.values());
        }
        for (int i = 0; i < counted; i++) {
            for (Map.Entry<Engine, Worker> worker : workers.entrySet()) {
                rounds.measured.get(worker.getKey()).add(worker.getValue().round());
            }
        }
        return rounds;
    }

    /** A round that does not count, of all at once, as that takes less time. */
    private static void warm(Collection<Worker> workers) throws IOException {
        for (Worker worker : workers) {
            worker.beginRound();
        }
        for (Worker worker : workers) {
            worker.endRound();
        }
    }

    List<Measured> of(Engine engine) {
        return measured.get(engine);
    }

    /** A figure of one engine against another. */
    Figure against(String workload, Engine subject, Engine baseline, Goal goal) {
        return against(workload, subject, List.of(baseline), goal);
    }

    /** A figure of one engine against the slowest of several in each round. */
    Figure against(String workload, Engine subject, List<Engine> baselines, Goal goal) {
        return new Figure(
                workload,
                subject.title(),
                String.join(", ", baselines.stream().map(Engine::title).toList()),
                Spread.of(of(subject).stream().mapToDouble(Measured::eventsPerSecond))
                        .median(),
                "events/s",
                ratio(subject, baselines, Measured::eventsPerSecond),
                ratio(subject, baselines, Measured::eventsPerCpuSecond),
                Spread.of(of(subject).stream().mapToDouble(Measured::bytesPerEvent))
                        .median(),
                goal);
    }

    /** The speed of one engine by itself. */
    Figure alone(String workload, Engine subject) {
        return new Figure(
                workload,
                subject.title(),
                "",
                Spread.of(of(subject).stream().mapToDouble(Measured::eventsPerSecond))
                        .median(),
                "events/s",
                null,
                null,
                Spread.of(of(subject).stream().mapToDouble(Measured::bytesPerEvent))
                        .median(),
                null);
    }

    private Spread ratio(Engine subject, List<Engine> baselines, ToDoubleFunction<Measured> speed) {
        List<Measured> rounds = of(subject);
        double[] ratios = new double[rounds.size()];
        for (int i = 0; i < ratios.length; i++) {
            int round = i;
            double slowest = baselines.stream()
                    .mapToDouble(b -> speed.applyAsDouble(of(b).get(round)))
                    .min()
                    .orElseThrow();
            ratios[i] = speed.applyAsDouble(rounds.get(i)) / slowest;
        }
        return Spread.of(Arrays.stream(ratios));
    }
}
