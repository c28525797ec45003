package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Events in a ring, and their times in another: twelve bytes beside the event, where Esper's window makes an object for each time.
 * They grow by half as much again as they have, and begin anew where a large one is empty.
 */
final class WholeEvents extends TimedEvents {
    private static final int FIRST_ROOM = 4;
    private static final int KEPT_ROOM = 1024;

    private EventBean[] events = new EventBean[FIRST_ROOM];
    private long[] times = new long[FIRST_ROOM];
    private int first;
    private int size;

    @Override
    void add(long time, EventBean event) {
        if (size == times.length) {
            grow();
        }
        int at = place(size);
        times[at] = time;
        events[at] = event;
        size++;
    }

    private void grow() {
        int room = size + (size >> 1) + 1;
        EventBean[] moreEvents = new EventBean[room];
        long[] moreTimes = new long[room];
        int toEnd = size - first;
        System.arraycopy(events, first, moreEvents, 0, toEnd);
        System.arraycopy(events, 0, moreEvents, toEnd, first);
        System.arraycopy(times, first, moreTimes, 0, toEnd);
        System.arraycopy(times, 0, moreTimes, toEnd, first);
        events = moreEvents;
        times = moreTimes;
        first = 0;
    }

    private int place(int index) {
        int at = first + index;
        return at < times.length ? at : at - times.length;
    }

    @Override
    long oldest() {
        return times[first];
    }

    @Override
    EventBean[] takeBefore(long time) {
        int count = 0;
        while (count < size && times[place(count)] < time) {
            count++;
        }
        EventBean[] taken = new EventBean[count];
        int toEnd = Math.min(count, times.length - first);
        System.arraycopy(events, first, taken, 0, toEnd);
        System.arraycopy(events, 0, taken, toEnd, count - toEnd);
        Arrays.fill(events, first, first + toEnd, null);
        Arrays.fill(events, 0, count - toEnd, null);
        first = place(count);
        size -= count;
        if (size == 0 && times.length > KEPT_ROOM) {
            events = new EventBean[FIRST_ROOM];
            times = new long[FIRST_ROOM];
            first = 0;
        }
        return taken;
    }

    /** The same, ready to pack what comes. */
    PackedEvents packed(EventType type) {
        PackedEvents packed = new PackedEvents(type);
        for (int i = 0; i < size; i++) {
            packed.add(times[place(i)], events[place(i)]);
        }
        return packed;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<EventBean> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public EventBean next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return events[place(next++)];
            }
        };
    }
}
