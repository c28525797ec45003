package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An outbox that forgets when the test ends, and fails when told. Each alert put in is one of its own unless said otherwise. */
public final class MemoryOutbox implements Outbox {
    private final Map<String, List<Entry>> waiting = new LinkedHashMap<>();
    private final Set<Long> out = new HashSet<>();
    private final Map<Long, Long> due = new LinkedHashMap<>();
    private final List<List<Long>> marks = new ArrayList<>();
    private final Map<Long, String> asides = new LinkedHashMap<>();
    private @Nullable RuntimeException broken;
    private boolean marksFail;
    private int mostOut;
    private long number;

    public synchronized void put(String sink, String... alerts) {
        for (String id : alerts) {
            putOf(sink, id, id);
        }
    }

    /** Changes of one alert. */
    synchronized void putOf(String sink, String orderKey, String... alerts) {
        for (String id : alerts) {
            put(sink, new Entry(++number, orderKey, 0, 0, Alerts.firing(id), null, null));
        }
    }

    public synchronized void put(String sink, long number, Alert alert) {
        put(sink, new Entry(number, alert.id(), 0, 0, alert, null, null));
    }

    synchronized void put(String sink, long number, DerivedEvent event) {
        put(sink, new Entry(number, "event", 0, 0, null, event, null));
    }

    synchronized void put(String sink, long number, DeadLetter letter) {
        put(sink, new Entry(number, null, 0, 0, null, null, letter));
    }

    private void put(String sink, Entry entry) {
        list(sink).add(entry);
    }

    synchronized void fail(@Nullable RuntimeException with) {
        broken = with;
    }

    synchronized void failMarks(boolean fail) {
        marksFail = fail;
    }

    synchronized List<List<Long>> marks() {
        return List.copyOf(marks);
    }

    synchronized Map<Long, String> asides() {
        return Map.copyOf(asides);
    }

    /** The most entries that were out at once. */
    synchronized int mostOut() {
        return mostOut;
    }

    public synchronized int left(String sink) {
        return list(sink).size();
    }

    @Override
    public synchronized List<Entry> take(String sink, long now, int limit) {
        check();
        List<Entry> taken = list(sink).stream()
                .filter(e -> !out.contains(e.number()))
                .filter(e -> due.getOrDefault(e.number(), now) <= now)
                .filter(e -> list(sink).stream()
                        .noneMatch(p -> p.number() < e.number()
                                && due.containsKey(p.number())
                                && e.orderKey() != null
                                && e.orderKey().equals(p.orderKey())))
                .limit(limit)
                .toList();
        taken.forEach(e -> out.add(e.number()));
        mostOut = Math.max(mostOut, out.size());
        return taken;
    }

    @Override
    public synchronized void giveBack(List<Long> entries) {
        entries.forEach(out::remove);
    }

    @Override
    public synchronized void sent(List<Long> entries) {
        check();
        if (marksFail) {
            throw new IllegalStateException("disk full");
        }
        marks.add(List.copyOf(entries));
        entries.forEach(this::remove);
    }

    @Override
    public synchronized void putOff(long entry, long now, long until, String reason) {
        check();
        for (List<Entry> list : waiting.values()) {
            list.replaceAll(e -> e.number() != entry
                    ? e
                    : new Entry(
                            entry,
                            e.orderKey(),
                            e.failures() + 1,
                            e.failures() == 0 ? now : e.failingSince(),
                            e.alert(),
                            e.event(),
                            e.letter()));
        }
        due.put(entry, until);
        out.remove(entry);
    }

    @Override
    public synchronized OptionalLong nextDue(String sink) {
        return list(sink).stream()
                .filter(e -> due.containsKey(e.number()) && !out.contains(e.number()))
                .mapToLong(e -> due.getOrDefault(e.number(), 0L))
                .min();
    }

    @Override
    public synchronized void setAside(long entry, String reason) {
        check();
        asides.put(entry, reason);
        remove(entry);
    }

    private void remove(long entry) {
        waiting.values().forEach(list -> list.removeIf(e -> e.number() == entry));
        out.remove(entry);
        due.remove(entry);
    }

    private List<Entry> list(String sink) {
        return waiting.computeIfAbsent(sink, s -> new ArrayList<>());
    }

    private void check() {
        if (broken != null) {
            throw broken;
        }
    }
}
