package io.tocsin.observe;

import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to every message and item, counted once each. {@code received = decoded + skipped} and {@code items =
 * events + skippedItems} hold whenever nothing is on its way. Safe for any thread.
 */
public final class Counters {
    private final LongAdder received = new LongAdder();
    private final LongAdder decoded = new LongAdder();
    private final LongAdder items = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final Map<SkipReason, LongAdder> skipped = adders(SkipReason.class);
    private final Map<SkippedItem, LongAdder> skippedItems = adders(SkippedItem.class);

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> kind) {
        Map<E, LongAdder> adders = new EnumMap<>(kind);
        for (E e : kind.getEnumConstants()) {
            adders.put(e, new LongAdder());
        }
        return Collections.unmodifiableMap(adders);
    }

    private static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> adders, E kind) {
        return Objects.requireNonNull(adders.get(kind));
    }

    /** A message was decoded: {@code events} of its items are usable. Its skipped items are counted apart. */
    public void messageDecoded(int events) {
        received.increment();
        decoded.increment();
        this.items.add(events);
        this.events.add(events);
    }

    /** A message gave no event, for this reason. */
    public void messageSkipped(SkipReason reason) {
        received.increment();
        adder(skipped, reason).increment();
    }

    /** An item of a decoded message gave no event. */
    public void itemSkipped(SkippedItem kind) {
        items.increment();
        adder(skippedItems, kind).increment();
    }

    /** The log no longer keeps this many messages that were still to be read. */
    public void messagesEvicted(long messages) {
        evicted.add(messages);
    }

    public long received() {
        return received.sum();
    }

    public long decoded() {
        return decoded.sum();
    }

    public long items() {
        return items.sum();
    }

    public long events() {
        return events.sum();
    }

    public long evicted() {
        return evicted.sum();
    }

    public long skipped(SkipReason reason) {
        return adder(skipped, reason).sum();
    }

    public long skippedItem(SkippedItem kind) {
        return adder(skippedItems, kind).sum();
    }
}
