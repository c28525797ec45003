package io.tocsin.bench.ekuiper;

import io.tocsin.bench.Sensor;
import io.tocsin.bench.Threshold;
import io.tocsin.bench.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The workloads in eKuiper's SQL, after its pages on the file source, case expressions and windows: one rule for each, with a
 * column for whatever may ring. A rule for each threshold on a shared stream, as its page on streams has it, loses messages: a
 * file is read faster than they are decoded, and a shared stream cannot be made to wait. It also takes more CPU time.
 */
final class KuiperSql {
    /** A service is looked for in each message, as eKuiper cannot make rows of the items and then group them in one rule. */
    private static final List<String> SERVICES = Sensor.INDUSTRIES.stream()
            .flatMap(industry -> industry.sensors().stream())
            .map(Sensor::service)
            .toList();

    private KuiperSql() {}

    /** Defines the messages. */
    static String stream(Workload workload, Path file) {
        String eventTime = workload == Workload.AVERAGE ? ", TIMESTAMP=\"timestamp\"" : "";
        return "CREATE STREAM messages () WITH (TYPE=\"file\", CONF_KEY=\"jsonlines\", FORMAT=\"json\", DATASOURCE=\"%s\"%s)"
                .formatted(file.getFileName(), eventTime);
    }

    /** Makes a row of each message or host that rings: {@code host}, {@code time} and what has rung. */
    static String rule(Workload workload) {
        return switch (workload) {
            case THRESHOLDS_10, THRESHOLDS_100 -> thresholds(Threshold.rules(workload.thresholds()));
            case AVERAGE -> averages();
            case SILENCE_10K, SILENCE_100K, SHIPPED ->
                throw new IllegalArgumentException("not expressed in eKuiper's SQL");
        };
    }

    /** The lowest limit of each service is enough to let a message through, however many rules there are. */
    private static String thresholds(List<Threshold> rules) {
        Map<String, Double> lowest =
                rules.stream().collect(Collectors.toMap(Threshold::service, Threshold::limit, Math::min));
        return "SELECT `_id` AS host, `timestamp` AS time, "
                + rules.stream()
                        .map(rule -> above("items->" + rule.service(), rule.limit(), rule.name()))
                        .collect(Collectors.joining(", "))
                + " FROM messages WHERE "
                + lowest.entrySet().stream()
                        .map(service -> "items->%s > %s".formatted(service.getKey(), service.getValue()))
                        .collect(Collectors.joining(" OR "));
    }

    private static String averages() {
        return "SELECT `_id` AS host, window_end() AS time, "
                + SERVICES.stream()
                        .map(service -> above(average(service), Workload.AVERAGE_LIMIT, service))
                        .collect(Collectors.joining(", "))
                + " FROM messages GROUP BY `_id`, HOPPINGWINDOW(mi, 5, 1) HAVING "
                + SERVICES.stream()
                        .map(service -> average(service) + " > " + Workload.AVERAGE_LIMIT)
                        .collect(Collectors.joining(" OR "));
    }

    private static String average(String service) {
        return "avg(items->" + service + ")";
    }

    /** A column that is left out of the row where the value is not above the limit. */
    private static String above(String value, double limit, String name) {
        return "CASE WHEN %s > %s THEN %s END AS `%s`".formatted(value, limit, value, name);
    }
}
