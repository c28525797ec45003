package io.tocsin.pipeline.send;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An outbox that forgets when the test ends, and fails when told. */
public final class MemoryOutbox implements Outbox {
    private final Map<String, List<Entry>> waiting = new LinkedHashMap<>();
    private final List<List<Long>> marks = new ArrayList<>();
    private final Map<Long, String> asides = new LinkedHashMap<>();
    private @Nullable RuntimeException broken;
    private boolean marksFail;
    private long number;

    public synchronized void put(String sink, String... alerts) {
        for (String id : alerts) {
            list(sink).add(new Entry(++number, Alerts.firing(id), null));
        }
    }

    synchronized void put(String sink, Entry entry) {
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

    public synchronized int left(String sink) {
        return list(sink).size();
    }

    @Override
    public synchronized List<Entry> waiting(String sink, int limit) {
        check();
        return list(sink).stream().limit(limit).toList();
    }

    @Override
    public synchronized void sent(List<Long> entries) {
        check();
        if (marksFail) {
            throw new IllegalStateException("disk full");
        }
        marks.add(List.copyOf(entries));
        waiting.values().forEach(list -> list.removeIf(e -> entries.contains(e.number())));
    }

    @Override
    public synchronized void setAside(long entry, String reason) {
        check();
        asides.put(entry, reason);
        waiting.values().forEach(list -> list.removeIf(e -> e.number() == entry));
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
