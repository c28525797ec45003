package io.tocsin.pipeline.evaluate;

import io.tocsin.model.AlertSpec;
import io.tocsin.model.Json;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The order of a step's rows: rule, key, text. Esper's own order within one instant differs between an engine that ran all
 * along and one that was rebuilt. Texts are made only where the values do not say by themselves which one comes first.
 */
final class RowOrder {
    private RowOrder() {}

    @SuppressWarnings("ReferenceEquality") // most are of the same rule, and equal ones have the same name
    private static int compare(Keyed a, Keyed b) {
        if (a.rule != b.rule) {
            int byName = a.rule.name().compareTo(b.rule.name());
            if (byName != 0) {
                return byName;
            }
        }
        if (a.rule.alert() != null || b.rule.alert() != null) {
            int byKey = a.key().compareTo(b.key());
            if (byKey != 0) {
                return byKey;
            }
        }
        return byText(a, b);
    }

    private static int byText(Keyed a, Keyed b) {
        if (a.plainFirst != null && b.plainFirst != null) {
            int byFirst = a.plainFirst.compareTo(b.plainFirst);
            if (byFirst != 0) {
                return byFirst;
            }
        }
        OptionalInt order = JsonOrder.ofArrays(a.row.values(), b.row.values());
        return order.isPresent() ? order.getAsInt() : a.text().compareTo(b.text());
    }

    /** A row with what it is ordered by, looked up or made once; texts only where they are needed. */
    private static final class Keyed {
        private final Row row;
        private final Rule rule;
        /** The value of the first column, if it is a text whose order is that of its JSON text. */
        private final @Nullable String plainFirst;

        private @Nullable String key;
        private @Nullable String text;

        Keyed(Row row) {
            this.row = row;
            rule = row.rule();
            List<@Nullable Object> values = row.values();
            plainFirst =
                    !values.isEmpty() && values.get(0) instanceof String s && JsonOrder.isThatOfTheText(s) ? s : null;
        }

        String key() {
            String made = key;
            if (made == null) {
                AlertSpec alert = rule.alert();
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
        keyed.sort(RowOrder::compare);
        List<Row> sorted = new ArrayList<>(rows.size());
        for (Keyed next : keyed) {
            sorted.add(next.row);
        }
        return Collections.unmodifiableList(sorted);
    }
}
