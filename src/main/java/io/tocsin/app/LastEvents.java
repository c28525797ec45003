package io.tocsin.app;

import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last event of each sensor: what a mark keeps of the log before it. Sensors that have been silent for long are
 * forgotten, so that names that never come again do not pile up. Owned by one thread at a time.
 */
final class LastEvents {
    /** Where so many are left once there were too many, the next time is some way off. */
    private static final double KEPT_OF_TOO_MANY = 0.9;

    private final int most;
    private final Map<String, Host> hosts = new HashMap<>();
    private Host current = new Host("");
    private int size;
    private long sequence = -1;
    private int ordinal;

    /** @param most how many sensors are kept from one {@link #take} to the next */
    LastEvents(int most) {
        this.most = most;
    }

    /**
     * An event and its place among those of its message.
     *
     * @param ordinal from 0
     */
    record Entry(Metric event, int ordinal) {
        static final Comparator<Entry> IN_ORDER =
                Comparator.comparingLong((Entry e) -> e.event().sequence()).thenComparingInt(Entry::ordinal);
    }

    /**
     * What a mark has to store.
     *
     * @param changed the last events of sensors that reported since the mark before, in no order
     * @param forgotten the last events of sensors that are no longer kept
     */
    record Taken(List<Entry> changed, List<Metric> forgotten) {}

    /** An event was evaluated; events come in the order of their evaluation. */
    void note(Metric event) {
        ordinal = event.sequence() == sequence ? ordinal + 1 : 0;
        sequence = event.sequence();
        // The events of one message have one host.
        if (!current.name.equals(event.host())) {
            current = hosts.computeIfAbsent(event.host(), Host::new);
        }
        size += current.put(event, ordinal);
    }

    /** How many sensors are kept. */
    int size() {
        return size;
    }

    /**
     * What has changed behind message {@code since}, less what is forgotten now: sensors not seen since {@code seenFrom},
     * epoch ms UTC, and those that have been silent longest where there are too many.
     */
    Taken take(long since, long seenFrom) {
        long keptFrom = size > most ? Math.max(seenFrom, cut()) : seenFrom;
        List<Entry> changed = new ArrayList<>();
        List<Metric> forgotten = new ArrayList<>();
        for (Iterator<Host> all = hosts.values().iterator(); all.hasNext(); ) {
            Host host = all.next();
            host.take(since, keptFrom, changed, forgotten);
            if (host.size == 0) {
                all.remove();
            }
        }
        if (!forgotten.isEmpty()) {
            size -= forgotten.size();
            current = new Host("");
        }
        return new Taken(changed, forgotten);
    }

    /** A time that leaves fewer than {@link #most} sensors seen since. */
    private long cut() {
        long[] seen = new long[size];
        int n = 0;
        for (Host host : hosts.values()) {
            for (int i = 0; i < host.size; i++) {
                seen[n++] = host.event(i).seen();
            }
        }
        Arrays.sort(seen);
        return seen[size - (int) (most * KEPT_OF_TOO_MANY)];
    }

    /** The sensors of one host: few mostly, so that to look through them is quicker than a map. */
    private static final class Host {
        private static final int SCANNED = 16;

        private final String name;
        private @Nullable Metric[] events = new @Nullable Metric[1];
        private int[] ordinals = new int[1];
        private int size;

        /** Filled from the moment a scan would be slow. */
        private @Nullable Map<String, Integer> places;

        Host(String name) {
            this.name = name;
        }

        Metric event(int i) {
            Metric event = events[i];
            if (event == null) {
                throw new IllegalStateException("no event at " + i);
            }
            return event;
        }

        /** Answers 1 for a new sensor, else 0. */
        int put(Metric event, int ordinal) {
            int place = find(event.service());
            int grown = 0;
            if (place < 0) {
                place = add(event.service());
                grown = 1;
            }
            events[place] = event;
            ordinals[place] = ordinal;
            return grown;
        }

        private int find(String service) {
            if (places != null) {
                return places.getOrDefault(service, -1);
            }
            for (int i = 0; i < size; i++) {
                if (event(i).service().equals(service)) {
                    return i;
                }
            }
            return -1;
        }

        private int add(String service) {
            if (size == events.length) {
                events = Arrays.copyOf(events, size * 2);
                ordinals = Arrays.copyOf(ordinals, size * 2);
            }
            if (size == SCANNED) {
                places = index();
            }
            if (places != null) {
                places.put(service, size);
            }
            return size++;
        }

        void take(long since, long keptFrom, List<Entry> changed, List<Metric> forgotten) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                Metric event = event(i);
                if (event.seen() < keptFrom) {
                    forgotten.add(event);
                    continue;
                }
                if (event.sequence() > since) {
                    changed.add(new Entry(event, ordinals[i]));
                }
                events[kept] = event;
                ordinals[kept++] = ordinals[i];
            }
            if (kept < size) {
                shrink(kept);
            }
        }

        private void shrink(int kept) {
            Arrays.fill(events, kept, size, null);
            size = kept;
            places = size > SCANNED ? index() : null;
        }

        private Map<String, Integer> index() {
            Map<String, Integer> index = new HashMap<>();
            for (int i = 0; i < size; i++) {
                index.put(event(i).service(), i);
            }
            return index;
        }
    }
}
