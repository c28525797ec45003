package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import io.tocsin.model.Metric;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Places for events, forty bytes each. An event of a group that looks at nothing but values is taken apart, see {@link Alike}, where
 * it is of the group's sensor. Any other is kept whole.
 */
final class Slots {
    /** A time, the event's value, its own time and its sequence. */
    private static final int NUMBERS = 4;
    /** Its group, and nothing or the other sensor's event; or nothing and the event. */
    private static final int OBJECTS = 2;

    private final long[] numbers;
    private final @Nullable Object[] objects;

    Slots(int room) {
        this(new long[room * NUMBERS], new Object[room * OBJECTS]);
    }

    private Slots(long[] numbers, @Nullable Object[] objects) {
        this.numbers = numbers;
        this.objects = objects;
    }

    /** The same with more room, or with less and without what lies beyond. */
    Slots resized(int room) {
        return new Slots(Arrays.copyOf(numbers, room * NUMBERS), Arrays.copyOf(objects, room * OBJECTS));
    }

    int room() {
        return objects.length / OBJECTS;
    }

    /**
     * Puts an event here.
     *
     * @param time by which it is looked for; an event that was not seen at this time is kept whole
     * @param group the one that took it in, where another event like it will do, or null
     * @param type of the events that are taken apart
     */
    void put(int at, long time, EventBean event, @Nullable Group group, EventType type) {
        numbers[at * NUMBERS] = time;
        if (group != null
                && group.takesLike()
                && event.getEventType() == type
                && event.getUnderlying() instanceof Metric metric
                && metric.seen() == time) {
            numbers[at * NUMBERS + 1] = Double.doubleToRawLongBits(metric.metric());
            numbers[at * NUMBERS + 2] = metric.time();
            numbers[at * NUMBERS + 3] = metric.sequence();
            objects[at * OBJECTS] = group;
            objects[at * OBJECTS + 1] = group.isOfSensor(metric) ? null : metric;
        } else {
            objects[at * OBJECTS] = null;
            objects[at * OBJECTS + 1] = event;
        }
    }

    long time(int at) {
        return numbers[at * NUMBERS];
    }

    /** What was put here, or another event with all that it had. */
    EventBean get(int at, EventType type) {
        Object what = objects[at * OBJECTS + 1];
        if (!(objects[at * OBJECTS] instanceof Group group)) {
            return (EventBean) Objects.requireNonNull(what);
        }
        Member made = new Member(what instanceof Metric other ? other : metric(at * NUMBERS, group), type);
        made.cameTo(group);
        return made;
    }

    private Metric metric(int number, Group group) {
        return group.event(
                Double.longBitsToDouble(numbers[number + 1]),
                numbers[number + 2],
                numbers[number],
                numbers[number + 3]);
    }

    /** Lets go of what is in these places. */
    void clear(int from, int to) {
        Arrays.fill(objects, from * OBJECTS, to * OBJECTS, null);
    }
}
