package io.tocsin.bench.engine;

import io.tocsin.bench.Threshold;
import io.tocsin.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** The workloads' rules, written as users write them. */
public final class Epl {
    private static final String THRESHOLD =
            """
            @Name('%s') @Alert(severity = 'warning', each = true, summary = '{service} {metric} at {host}')
            select host, service, metric, time from Metric(service = '%s', metric > %s);
            """;
    private static final String AVERAGE =
            """
            @Name('average')
            @Alert(severity = 'warning', each = true, summary = '{service} {average} on average at {host}')
            select host, service, avg(metric) as average
            from Metric#time(5 min)
            group by host, service
            having avg(metric) > %s
            output last at (*/1, *, *, *, *);
            """;
    private static final String SILENCE =
            """
            @Name('silence')
            @Alert(severity = 'critical', absence = true, summary = '{service} of {host} silent since {lastTime}')
            select rstream host, service, time as lastTime
            from Metric#unique(host, service)#timetolive(seen + %d + 1) retain-intersection
            where current_timestamp > seen + %d;
            """;

    private Epl() {}

    /** The folder with the workload's rules. */
    public static Path folder(Workload workload, Path work, Path shipped) throws IOException {
        return workload == Workload.SHIPPED
                ? shipped
                : write(work.resolve(workload.name().toLowerCase(Locale.ROOT)), text(workload));
    }

    private static Path write(Path folder, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("rules.epl"), text);
        return folder;
    }

    private static String text(Workload workload) {
        return switch (workload) {
            case THRESHOLDS_10, THRESHOLDS_100 -> thresholds(workload.thresholds());
            case AVERAGE -> AVERAGE.formatted(Workload.AVERAGE_LIMIT);
            case SILENCE_10K, SILENCE_100K -> SILENCE.formatted(Workload.SILENCE_MILLIS, Workload.SILENCE_MILLIS);
            case SHIPPED -> throw new IllegalArgumentException("the product's own folder");
        };
    }

    /** So many threshold rules. */
    public static String thresholds(int count) {
        return Threshold.rules(count).stream()
                .map(t -> THRESHOLD.formatted(t.name(), t.service(), t.limit()))
                .collect(Collectors.joining("\n"));
    }
}
