package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Workload;
import io.tocsin.bench.engine.Epl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole benchmark: its sections one after the other, the table on standard output and in {@code results.json}. */
public final class Bench {
    private static final int MESSAGES = Integer.getInteger("bench.messages", 120_000);
    private static final Map<String, Section> SECTIONS = sections();

    private final Places places;
    private final Path noServer;

    private Bench(Places places) throws IOException {
        this.places = places;
        this.noServer = Files.createDirectories(places.work()).resolve("none.yaml");
    }

    private static Map<String, Section> sections() {
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("stages", new Stages());
        sections.put("log", new LogSpeed());
        sections.put("peers", new Peers());
        sections.put("latency", new Latency());
        sections.put("sensors", new Sensors());
        sections.put("rules", new RuleCount());
        sections.put("start", new StartUp());
        sections.put("recovery", new Recovery());
        sections.put("reload", new Reloads());
        return sections;
    }

    /** Runs the sections that are named, or all. */
    public static void main(String[] names) throws Exception {
        List<String> wanted = names.length == 0 ? List.copyOf(SECTIONS.keySet()) : Arrays.asList(names);
        if (!SECTIONS.keySet().containsAll(wanted)) {
            System.err.println("usage: bench/run [SECTION]...   sections: " + String.join(", ", SECTIONS.keySet()));
            System.exit(2);
        }
        Places places = new Places(Path.of(System.getProperty("bench.home")));
        Bench bench = new Bench(places);
        Report report = new Report();
        long start = System.nanoTime();
        for (String name : wanted) {
            System.err.println("== " + name);
            long begun = System.nanoTime();
            SECTIONS.get(name).run(bench, report);
            System.err.println(
                    "   " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        report.print();
        System.out.printf("%d min %d s on %s%n", took.toMinutes(), took.toSecondsPart(), Machine.describe());
        report.write(places.target().resolve("results.json"), Machine.json(took));
    }

    Places places() {
        return places;
    }

    /** A workload with its messages and rules, without a server. */
    Job job(Workload workload) throws IOException {
        return job(workload, MESSAGES, noServer);
    }

    /** The same with so many times the messages. */
    Job job(Workload workload, int times) throws IOException {
        return job(workload, times * MESSAGES, noServer);
    }

    Job job(Workload workload, int messages, Path server) throws IOException {
        return new Job(
                workload,
                workload.dataset(messages).in(places.data()),
                Epl.folder(workload, places.work().resolve("rules"), places.shippedRules()),
                server);
    }
}
