package io.tocsin.store;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many entries of the outbox wait, by sink; asked far too often for the database. Safe for any thread. */
final class WaitingCounts {
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    void add(String sink, long entries) {
        counts.computeIfAbsent(sink, s -> new AtomicLong()).addAndGet(entries);
    }

    long of(Collection<String> sinks) {
        long sum = 0;
        for (String sink : sinks) {
            AtomicLong count = counts.get(sink);
            sum += count == null ? 0 : count.get();
        }
        return sum;
    }
}
