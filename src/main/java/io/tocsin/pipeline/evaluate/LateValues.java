package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventPropertyGetter;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.client.meta.EventTypeTypeClass;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The values of a row, read when one of them is asked for first: of many rows nobody asks. For one thread. */
final class LateValues extends AbstractList<@Nullable Object> implements RandomAccess {
    private final EventBean bean;
    private final List<EventPropertyGetter> getters;
    private @Nullable Object @Nullable [] values;

    LateValues(EventBean bean, List<EventPropertyGetter> getters) {
        this.bean = bean;
        this.getters = getters;
    }

    /** Whether rows of this type stay as they came: what {@code select} has made, of values that nobody can change. */
    static boolean suit(EventType type, List<String> columns) {
        boolean stays = type.getMetadata().getTypeClass() == EventTypeTypeClass.STATEMENTOUT
                || type.getName().equals(EsperConfiguration.METRIC);
        return stays && columns.stream().allMatch(column -> isFixed(type.getPropertyType(column)));
    }

    private static boolean isFixed(@Nullable Class<?> type) {
        return type != null
                && (type.isPrimitive()
                        || type == String.class
                        || type == Boolean.class
                        || (Number.class.isAssignableFrom(type)
                                && type.getName().startsWith("java.lang.")));
    }

    /** The values now. */
    static @Nullable Object[] read(EventBean bean, List<EventPropertyGetter> getters) {
        @Nullable Object[] values = new @Nullable Object[getters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = EsperValues.plain(getters.get(i).get(bean));
        }
        return values;
    }

    @Override
    public @Nullable Object get(int index) {
        @Nullable Object[] read = values;
        if (read == null) {
            read = read(bean, getters);
            values = read;
        }
        return read[index];
    }

    @Override
    public int size() {
        return getters.size();
    }
}
