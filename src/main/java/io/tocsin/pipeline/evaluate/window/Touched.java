package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import io.tocsin.model.Metric;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Groups in the order in which they were put here, each with the event that came with it last. Not in the groups themselves: the
 * collector would have to look through all of these for events that are younger.
 */
final class Touched {
    private static final int LEAST_ROOM = 4;
    /** So many times the room that was needed is given back. */
    private static final int TOO_MUCH = 8;

    private @Nullable Group[] groups = new Group[LEAST_ROOM];
    private Slots latest = new Slots(LEAST_ROOM);
    private @Nullable EventType type;
    private int size;

    void put(Group group, EventBean event) {
        if (!group.isTouched()) {
            if (size == groups.length) {
                resize(2 * size);
            }
            groups[size] = group;
            group.touched(size++);
        }
        EventType known = type;
        if (known == null) {
            known = event.getEventType();
            type = known;
        }
        long seen = event.getUnderlying() instanceof Metric metric ? metric.seen() : 0;
        boolean replaceable = event instanceof Member member && member.isReplaceable();
        latest.put(group.place(), seen, event, replaceable ? group : null, known);
    }

    private void resize(int room) {
        groups = Arrays.copyOf(groups, room);
        latest = latest.resized(room);
    }

    int size() {
        return size;
    }

    Group group(int index) {
        return Objects.requireNonNull(groups[index]);
    }

    EventBean latest(int index) {
        return latest.get(index, Objects.requireNonNull(type));
    }

    /** Lets go of all of them, and tells of each. */
    void clear(Consumer<Group> gone) {
        for (int i = 0; i < size; i++) {
            gone.accept(group(i));
        }
        Arrays.fill(groups, 0, size, null);
        latest.clear(0, size);
        if (groups.length > LEAST_ROOM && size * TOO_MUCH < groups.length) {
            resize(groups.length / 2);
        }
        size = 0;
    }
}
