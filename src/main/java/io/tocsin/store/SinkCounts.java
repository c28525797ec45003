package io.tocsin.store;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts entries of the outbox by sink; asked far too often for the database. Safe for any thread. */
final class SinkCounts {
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    void add(String sink, long entries) {
        counts.computeIfAbsent(sink, s -> new AtomicLong()).addAndGet(entries);
    }

    long of(String sink) {
        AtomicLong count = counts.get(sink);
        return count == null ? 0 : count.get();
    }

    long of(Collection<String> sinks) {
        return sinks.stream().mapToLong(this::of).sum();
    }
}
