package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Events in {@link Slots}: a million sensors that report twice a minute have ten million of them in a window of five minutes,
 * which take three times the memory as objects, and a third of the time, as the collector copies each of them twice. In pieces
 * that grow with the window, so that none has to be copied when it does.
 */
final class PackedEvents extends TimedEvents {
    private static final int FIRST_ROOM = 4;
    private static final int MOST_ROOM = 1024;

    private final EventType type;
    private final Deque<Piece> pieces = new ArrayDeque<>(2);
    private Piece last;
    private @Nullable Piece spare;
    private int size;

    /** @param type of the events that need not be kept whole */
    PackedEvents(EventType type) {
        this.type = type;
        last = begin(new Piece(FIRST_ROOM));
    }

    private Piece begin(Piece piece) {
        pieces.add(piece);
        return piece;
    }

    @Override
    void add(long time, EventBean event) {
        if (last.isFull()) {
            Piece known = spare;
            spare = null;
            last = begin(known == null ? new Piece(Math.min(MOST_ROOM, 2 * last.room())) : known);
        }
        last.add(time, event, type);
        size++;
    }

    /** The last ones, which came whole, have groups by now. */
    void pack(int count) {
        Iterator<Piece> back = pieces.descendingIterator();
        int left = count;
        while (left > 0) {
            left -= back.next().pack(left, type);
        }
    }

    @Override
    long oldest() {
        return pieces.element().oldest();
    }

    @Override
    EventBean[] takeBefore(long time) {
        EventBean[] taken = new EventBean[countBefore(time)];
        int count = 0;
        while (count < taken.length) {
            Piece first = pieces.element();
            count += first.take(taken, count, type);
            if (first.size() == 0 && first != last) {
                spare = pieces.remove();
                first.reset();
            }
        }
        size -= count;
        if (size == 0) {
            pieces.clear();
            spare = null;
            last = begin(new Piece(FIRST_ROOM));
        }
        return taken;
    }

    private int countBefore(long time) {
        int count = 0;
        for (Piece piece : pieces) {
            int found = piece.countBefore(time);
            count += found;
            if (found < piece.size()) {
                break;
            }
        }
        return count;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<EventBean> iterator() {
        Iterator<Piece> rest = pieces.iterator();
        return new Iterator<>() {
            private Piece piece = rest.next();
            private int next;

            @Override
            public boolean hasNext() {
                return next < piece.size() || rest.hasNext();
            }

            @Override
            public EventBean next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (next == piece.size()) {
                    piece = rest.next();
                    next = 0;
                }
                return piece.get(next++, type);
            }
        };
    }

    /** A stretch of the window. */
    private static final class Piece {
        private final Slots slots;
        private int first;
        private int end;

        Piece(int room) {
            slots = new Slots(room);
        }

        int room() {
            return slots.room();
        }

        int size() {
            return end - first;
        }

        boolean isFull() {
            return end == slots.room();
        }

        /** As new, once all has been taken. */
        void reset() {
            first = 0;
            end = 0;
        }

        void add(long time, EventBean event, EventType type) {
            slots.put(end, time, event, null, type);
            end++;
        }

        /** Packs its last ones, at most so many; answers how many it has looked at. */
        int pack(int most, EventType type) {
            int count = Math.min(size(), most);
            for (int at = end - count; at < end; at++) {
                EventBean event = slots.get(at, type);
                slots.put(at, slots.time(at), event, event instanceof Member member ? member.group() : null, type);
            }
            return count;
        }

        long oldest() {
            return slots.time(first);
        }

        int countBefore(long time) {
            int at = first;
            while (at < end && slots.time(at) < time) {
                at++;
            }
            return at - first;
        }

        /** Takes the oldest ones, until there is no more, or enough; answers how many. */
        int take(EventBean[] taken, int from, EventType type) {
            int count = Math.min(size(), taken.length - from);
            for (int i = 0; i < count; i++) {
                taken[from + i] = slots.get(first + i, type);
            }
            slots.clear(first, first + count);
            first += count;
            return count;
        }

        EventBean get(int index, EventType type) {
            return slots.get(first + index, type);
        }
    }
}
