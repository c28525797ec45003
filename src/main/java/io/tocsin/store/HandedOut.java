package io.tocsin.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The entries of the outbox that a sender has, or is about to get. Safe for any thread. */
final class HandedOut {
    private final Map<Long, String> sinks = new ConcurrentHashMap<>();
    private final SinkCounts counts = new SinkCounts();

    void add(long number, String sink) {
        if (sinks.put(number, sink) == null) {
            counts.add(sink, 1);
        }
    }

    /** Answers whose sender had it, or null if none did. */
    @Nullable
    String remove(long number) {
        String sink = sinks.remove(number);
        if (sink != null) {
            counts.add(sink, -1);
        }
        return sink;
    }

    boolean contains(long number) {
        return sinks.containsKey(number);
    }

    int size() {
        return sinks.size();
    }

    long of(String sink) {
        return counts.of(sink);
    }
}
