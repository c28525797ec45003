package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventPropertyGetter;
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
