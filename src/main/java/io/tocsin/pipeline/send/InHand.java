package io.tocsin.pipeline.send;

import io.tocsin.pipeline.send.Outbox.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries a worker has taken out of the outbox: those to be sent next, and those under way, of each order key one at
 * most. Of one thread.
 */
final class InHand {
    private final SortedMap<Long, Entry> waiting = new TreeMap<>();
    private final Set<String> busy = new HashSet<>();
    private final Set<Long> underWay = new HashSet<>();

    void add(List<Entry> entries) {
        entries.forEach(e -> waiting.put(e.number(), e));
    }

    int waiting() {
        return waiting.size();
    }

    int underWay() {
        return underWay.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && underWay.isEmpty();
    }

    /** All of them. */
    List<Long> numbers() {
        List<Long> numbers = new ArrayList<>(underWay);
        numbers.addAll(waiting.keySet());
        return numbers;
    }

    /**
     * The oldest entry whose order key has none under way; it is under way from now on. Nothing where there is none. One whose
     * order key has an older entry here is never the one.
     *
     * @param untried whether one that has never failed comes before the others
     */
    @Nullable
    Entry next(boolean untried) {
        Entry found = null;
        Set<String> passed = new HashSet<>();
        for (Entry entry : waiting.values()) {
            String key = entry.orderKey();
            if (key == null || (!busy.contains(key) && passed.add(key))) {
                if (!untried || entry.failures() == 0) {
                    found = entry;
                    break;
                }
                found = found == null ? entry : found;
            }
        }
        if (found != null) {
            waiting.remove(found.number());
            underWay.add(found.number());
            if (found.orderKey() != null) {
                busy.add(found.orderKey());
            }
        }
        return found;
    }

    /** This entry is not under way any more. */
    void ended(Entry entry) {
        underWay.remove(entry.number());
        if (entry.orderKey() != null) {
            busy.remove(entry.orderKey());
        }
    }

    /** This entry was under way and is to be sent at its old place. */
    void again(Entry entry) {
        ended(entry);
        waiting.put(entry.number(), entry);
    }

    /** Takes out what waits behind this entry, and answers its numbers. */
    List<Long> removeBehind(Entry entry) {
        List<Long> behind = new ArrayList<>();
        if (entry.orderKey() != null) {
            Iterator<Entry> later = waiting.tailMap(entry.number()).values().iterator();
            while (later.hasNext()) {
                Entry next = later.next();
                if (entry.orderKey().equals(next.orderKey())) {
                    later.remove();
                    behind.add(next.number());
                }
            }
        }
        return behind;
    }
}
