package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventPropertyGetter;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.client.meta.EventTypeTypeClass;
import com.espertech.esper.common.internal.event.arr.ObjectArrayEventType;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the rows of a rule are made of what Esper gives: without reading or copying its values, where they stay as they are. */
interface RowForm {
    /** Of these a row has the values as they are. */
    Set<Class<?>> PLAIN =
            Set.of(String.class, Long.class, long.class, Double.class, double.class, Boolean.class, boolean.class);

    Row row(EventBean bean);

    /** The form for rows of this type. */
    static RowForm of(EventType type, Rule rule) {
        List<String> columns = rule.columns();
        if (stays(type, columns) && type instanceof ObjectArrayEventType arrays && isOfJust(columns, arrays)) {
            return bean -> Row.of(rule, (@Nullable Object[]) bean.getUnderlying());
        }
        List<EventPropertyGetter> getters =
                columns.stream().map(type::getGetter).toList();
        return stays(type, columns)
                ? bean -> new Row(rule, new LateValues(bean, getters))
                : bean -> Row.of(rule, LateValues.read(bean, getters));
    }

    /** Whether rows of this type stay as they came: what {@code select} has made, of values that nobody can change. */
    private static boolean stays(EventType type, List<String> columns) {
        boolean isKept = type.getMetadata().getTypeClass() == EventTypeTypeClass.STATEMENTOUT
                || type.getName().equals(EsperConfiguration.METRIC);
        return isKept && columns.stream().allMatch(column -> isFixed(type.getPropertyType(column)));
    }

    private static boolean isFixed(@Nullable Class<?> type) {
        return type != null
                && (type.isPrimitive()
                        || type == String.class
                        || type == Boolean.class
                        || (Number.class.isAssignableFrom(type)
                                && type.getName().startsWith("java.lang.")));
    }

    /** Whether the array of a row holds the values of these columns, in their order, and nothing else. */
    private static boolean isOfJust(List<String> columns, ObjectArrayEventType type) {
        Map<String, Integer> places = type.getPropertiesIndexes();
        if (places.size() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            Integer place = places.get(column);
            if (place == null || place != i || !PLAIN.contains(type.getPropertyType(column))) {
                return false;
            }
        }
        return true;
    }
}
