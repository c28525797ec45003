package io.tocsin.bench.siddhi;

import io.tocsin.bench.Threshold;
import io.tocsin.bench.Workload;
import java.util.stream.Collectors;

/** The workloads' rules in Siddhi's language, after the examples of its query guide. */
final class SiddhiQl {
    private static final String STREAM =
            """
            define stream Metric (sensor string, host string, service string, metric double, time long);
            """;
    private static final String THRESHOLD =
            """
            @info(name = '%s')
            from Metric[service == '%s' and metric > %s]
            select '%s' as rule, host, service, time, metric as value
            insert into Alerts;
            """;
    private static final String AVERAGE =
            """
            from Metric#window.time(5 min)
            select host, service, avg(metric) as value
            group by host, service
            output last every 1 min
            insert all events into Averages;

            from Averages[value > %s]
            select 'average' as rule, host, service, eventTimestamp() as time, value
            insert into Alerts;
            """;
    /** Kept apart by sensor: without the partition every value would be held against all sensors that are waited for. */
    private static final String SILENCE =
            """
            partition with (sensor of Metric)
            begin
              from every e1 = Metric -> not Metric for %d milliseconds
              select 'silence' as rule, e1.host as host, e1.service as service, e1.time as time, 0.0 as value
              insert into Alerts;
            end;
            """;

    private SiddhiQl() {}

    static String of(Workload workload) {
        return switch (workload) {
            case THRESHOLDS_10, THRESHOLDS_100 ->
                STREAM
                        + Threshold.rules(workload.thresholds()).stream()
                                .map(t -> THRESHOLD.formatted(t.name(), t.service(), t.limit(), t.name()))
                                .collect(Collectors.joining("\n"));
            case AVERAGE -> "@app:playback\n" + STREAM + AVERAGE.formatted(Workload.AVERAGE_LIMIT);
            case SILENCE_10K, SILENCE_100K -> "@app:playback\n" + STREAM + SILENCE.formatted(Workload.SILENCE_MILLIS);
            case SHIPPED -> throw new IllegalArgumentException("not expressed in SiddhiQL");
        };
    }
}
