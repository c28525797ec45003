package io.tocsin.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static String describe() {
        return "%d cores of %s, Java %s, load %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("java.version"),
                        load());
    }

    static Map<String, Object> json(Duration took) {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("at", Instant.now().toString());
        o.put("seconds", took.toSeconds());
        o.put("cores", (long) Runtime.getRuntime().availableProcessors());
        o.put("processor", processor());
        o.put("java", System.getProperty("java.version"));
        return o;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    /** Of the last minute, the benchmark's own included. */
    private static double load() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
