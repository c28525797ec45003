package io.tocsin.bench.flink;

import io.tocsin.bench.Workload;
import java.nio.file.Path;

/** The workloads in Flink's SQL, after the pages on its file connector, JSON format and window functions. */
final class FlinkSql {
    private static final String MESSAGES =
            """
            CREATE TABLE messages (
              `_id` STRING,
              `timestamp` TIMESTAMP_LTZ(3),
              items MAP<STRING, DOUBLE>,
              WATERMARK FOR `timestamp` AS `timestamp`
            ) WITH (
              'connector' = 'filesystem',
              'path' = '%s',
              'format' = 'json',
              'json.timestamp-format.standard' = 'ISO-8601'
            )
            """;

    static final String METRICS =
            """
            CREATE TEMPORARY VIEW metrics AS
            SELECT `_id` AS host, service, metric, `timestamp` AS ts
            FROM messages CROSS JOIN UNNEST(items) AS t (service, metric)
            """;

    static final String AVERAGES =
            """
            SELECT 'average' AS rule, host, service, CAST(window_end AS TIMESTAMP_LTZ(3)) AS ts, AVG(metric) AS `value`
            FROM TABLE(HOP(TABLE metrics, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE))
            GROUP BY window_start, window_end, host, service
            HAVING AVG(metric) > %s
            """
                    .formatted(Workload.AVERAGE_LIMIT);

    private FlinkSql() {}

    static String messages(Path file) {
        return MESSAGES.formatted(file.toUri());
    }
}
