package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.pipeline.consume.Repairs;
import io.tocsin.pipeline.consume.Repairs.Cause;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is put right. For any thread. */
final class Stats {
    private final Map<Cause, LongAdder> rebuilds = new ConcurrentHashMap<>();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();

    void rebuild(Cause cause) {
        rebuilds.computeIfAbsent(cause, c -> new LongAdder()).increment();
    }

    void repeated() {
        repeated.increment();
    }

    void outOfOrder() {
        outOfOrder.increment();
    }

    Repairs snapshot() {
        Map<Cause, Long> counts = new EnumMap<>(Cause.class);
        rebuilds.forEach((cause, count) -> counts.put(cause, count.sum()));
        return new Repairs(Map.copyOf(counts), outOfOrder.sum(), repeated.sum());
    }
}
