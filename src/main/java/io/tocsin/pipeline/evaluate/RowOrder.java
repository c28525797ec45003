package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Json;
import io.tocsin.model.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a step's rows: rule, key, text. Esper's own order within one instant differs between an engine that ran all
 * along and one that was rebuilt.
 */
final class RowOrder {
    private static final Comparator<Keyed> ORDER = Comparator.comparing(
                    (Keyed k) -> k.row().rule().name())
            .thenComparing(Keyed::key)
            .thenComparing(Keyed::text);

    private RowOrder() {}

    private record Keyed(Row row, String key, String text) {}

    static List<Row> sorted(List<Row> rows) {
        if (rows.size() < 2) {
            return List.copyOf(rows);
        }
        List<Keyed> keyed = new ArrayList<>(rows.size());
        for (Row row : rows) {
            var alert = row.rule().alert();
            keyed.add(new Keyed(row, alert == null ? "" : row.key(alert.key()), Json.array(row.values())));
        }
        keyed.sort(ORDER);
        return keyed.stream().map(Keyed::row).toList();
    }
}
