package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A group and its latest event since the last output, in the form in which Esper takes these. */
final class Group implements Map.Entry<Object, EventBean[]> {
    private final Object key;
    private @Nullable EventBean latest;

    Group(Object key) {
        this.key = key;
    }

    /** Answers whether this is the first since the last output. */
    boolean touch(EventBean event) {
        boolean first = latest == null;
        latest = event;
        return first;
    }

    boolean isTouched() {
        return latest != null;
    }

    void reported() {
        latest = null;
    }

    @Override
    public Object getKey() {
        return key;
    }

    /** An array of its own each time: as many groups as there are sensors need none between outputs. */
    @Override
    public EventBean[] getValue() {
        EventBean event = latest;
        return event == null ? new EventBean[0] : new EventBean[] {event};
    }

    @Override
    public EventBean[] setValue(EventBean[] value) {
        throw new UnsupportedOperationException("a group has the events it was touched by");
    }
}
