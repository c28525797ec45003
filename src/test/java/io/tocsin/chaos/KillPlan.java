package io.tocsin.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * When to kill.
 *
 * @param report where the process writes how it ended and how often it passed each phase
 * @param count at which passing, from 1 on; 0 for never
 */
public record KillPlan(Path report, Phase phase, int count) {
    /**
     * What the process reported.
     *
     * @param killed whether it was killed as planned
     */
    public record Report(boolean killed, Map<Phase, Integer> passed) {}

    static KillPlan of(String arguments) {
        String[] parts = arguments.split(",", 3);
        return new KillPlan(Path.of(parts[2]), Phase.valueOf(parts[0]), Integer.parseInt(parts[1]));
    }

    /** The JVM option that makes a process follow the plan. */
    public String option(Path agent) {
        return "-javaagent:" + agent + "=" + phase + "," + count + "," + report;
    }

    /** Reads what the process reported. */
    public Report read() throws IOException {
        List<String> lines = Files.readAllLines(report);
        Map<Phase, Integer> passed = new EnumMap<>(Phase.class);
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split("=", 2);
            passed.put(Phase.valueOf(parts[0]), Integer.parseInt(parts[1]));
        }
        return new Report(lines.get(0).equals("killed"), passed);
    }
}
