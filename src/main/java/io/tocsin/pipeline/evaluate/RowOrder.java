package io.tocsin.pipeline.evaluate;

import io.tocsin.model.AlertSpec;
import io.tocsin.model.Json;
import io.tocsin.model.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The order of a step's rows: rule, key, text. Esper's own order within one instant differs between an engine that ran all
 * along and one that was rebuilt. Texts are made only where the values do not say by themselves which one comes first.
 */
final class RowOrder {
    private static final Comparator<Keyed> ORDER = Comparator.comparing(
                    (Keyed k) -> k.row().rule().name())
            .thenComparing(Keyed::key)
            .thenComparing(RowOrder::byText);

    private RowOrder() {}

    private static int byText(Keyed a, Keyed b) {
        OptionalInt order = JsonOrder.ofArrays(a.row().values(), b.row().values());
        return order.isPresent() ? order.getAsInt() : a.text().compareTo(b.text());
    }

    /** A row with what it is ordered by, made once and only where it is needed. */
    private static final class Keyed {
        private final Row row;
        private @Nullable String key;
        private @Nullable String text;

        Keyed(Row row) {
            this.row = row;
        }

        Row row() {
            return row;
        }

        String key() {
            String made = key;
            if (made == null) {
                AlertSpec alert = row.rule().alert();
                made = alert == null ? "" : row.key(alert.key());
                key = made;
            }
            return made;
        }

        String text() {
            String made = text;
            if (made == null) {
                made = Json.array(row.values());
                text = made;
            }
            return made;
        }
    }

    static List<Row> sorted(List<Row> rows) {
        if (rows.size() < 2) {
            return List.copyOf(rows);
        }
        List<Keyed> keyed = new ArrayList<>(rows.size());
        for (Row row : rows) {
            keyed.add(new Keyed(row));
        }
        keyed.sort(ORDER);
        List<Row> sorted = new ArrayList<>(rows.size());
        for (Keyed next : keyed) {
            sorted.add(next.row());
        }
        return Collections.unmodifiableList(sorted);
    }
}
