package io.tocsin.bench.ekuiper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tocsin.bench.AlertText;
import io.tocsin.bench.Threshold;
import io.tocsin.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads what a rule of {@link KuiperSql} has written: a row, a line; each column but those of every row is an alert. */
final class AlertRows {
    private static final ObjectReader ROWS = new ObjectMapper().readerFor(JsonNode.class);
    private static final Set<String> OF_EVERY_ROW = Set.of("host", "time");

    private final Map<String, String> services;
    private long rows;
    private long alerts;

    AlertRows(Workload workload) {
        services = Threshold.rules(workload.thresholds()).stream()
                .collect(Collectors.toMap(Threshold::name, Threshold::service));
    }

    /**
     * Reads all.
     *
     * @param texts gets the alerts, or null
     */
    void read(Path file, Consumer<String> texts) throws IOException {
        if (!Files.exists(file)) { // it is made for the first row
            return;
        }
        try (MappingIterator<JsonNode> lines = ROWS.readValues(file.toFile())) {
            while (lines.hasNext()) {
                row(lines.next(), texts);
            }
        }
    }

    private void row(JsonNode row, Consumer<String> texts) {
        rows++;
        for (Map.Entry<String, JsonNode> column : row.properties()) {
            if (!OF_EVERY_ROW.contains(column.getKey())) {
                alerts++;
                if (texts != null) {
                    texts.accept(text(row, column.getKey(), column.getValue().doubleValue()));
                }
            }
        }
    }

    /** A threshold's column has the name of its rule; an average's that of its service. */
    private String text(JsonNode row, String column, double value) {
        JsonNode time = row.get("time");
        long millis = time.isTextual() ? Instant.parse(time.textValue()).toEpochMilli() : time.longValue();
        String service = services.get(column);
        return AlertText.of(
                service == null ? "average" : column,
                row.get("host").textValue(),
                service == null ? column : service,
                millis,
                value);
    }

    long rows() {
        return rows;
    }

    long alerts() {
        return alerts;
    }
}
