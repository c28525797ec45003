package io.tocsin.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * One row of a rule.
 *
 * @param rule whose row it is
 * @param values a value for each of the rule's columns: String, Long, Double, Boolean, List, Map or null
 */
public record Row(Rule rule, List<@Nullable Object> values) {

    /** A row over an array that nobody changes afterwards. */
    public static Row of(Rule rule, @Nullable Object... values) {
        return new Row(rule, new Values(values));
    }

    /** As {@code Arrays.asList}, but not to be written to, and one object less to go through. */
    private static final class Values extends AbstractList<@Nullable Object> implements RandomAccess {
        private final @Nullable Object[] values;

        Values(@Nullable Object[] values) {
            this.values = values;
        }

        @Override
        public @Nullable Object get(int index) {
            return values[index];
        }

        @Override
        public int size() {
            return values.length;
        }
    }

    /** The value of a column, or null where it is null or the rule has no such column. */
    public @Nullable Object value(String column) {
        int i = rule.columns().indexOf(column);
        return i < 0 ? null : values.get(i);
    }

    /** The value of a column as text, or null. */
    public @Nullable String text(String column) {
        Object value = value(column);
        return value == null ? null : value.toString();
    }

    /** Columns and values in select order. */
    public Map<String, @Nullable Object> map() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            map.put(rule.columns().get(i), values.get(i));
        }
        return map;
    }

    /** The values of some columns as a JSON array: the key of the alert the row belongs to. */
    public String key(List<String> columns) {
        @Nullable Object[] key = new @Nullable Object[columns.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = value(columns.get(i));
        }
        return Json.array(Arrays.asList(key));
    }
}
