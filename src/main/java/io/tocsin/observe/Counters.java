package io.tocsin.observe;

import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to every message and item of one reader, counted once where it comes in and once where it goes out: {@code
 * received = decoded + skipped} and {@code items = events + skippedItems} hold whenever nothing is on its way, unless
 * something got lost. The service's count since its start; a reload does not touch them. Safe for any thread.
 */
public final class Counters {
    private final LongAdder received = new LongAdder();
    private final LongAdder decoded = new LongAdder();
    private final LongAdder items = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final LongAdder outboxFull = new LongAdder();
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

    /** A message came in; whoever reads the log counts it, before it is decoded. */
    public void messageReceived() {
        received.increment();
    }

    /** A message was decoded: {@code events} of its {@code items} are usable. Its skipped items are counted apart. */
    public void messageDecoded(int items, int events) {
        decoded.increment();
        this.items.add(items);
        this.events.add(events);
    }

    /** A message gave no event, for this reason. */
    public void messageSkipped(SkipReason reason) {
        adder(skipped, reason).increment();
    }

    /** An item of a decoded message gave no event. */
    public void itemSkipped(SkippedItem kind) {
        adder(skippedItems, kind).increment();
    }

    /** Events counted as usable by {@link #messageDecoded} turn out not to be, for this reason. */
    public void eventsSkipped(SkippedItem reason, int number) {
        events.add(-number);
        adder(skippedItems, reason).add(number);
    }

    /** The log no longer keeps this many messages that were still to be read. */
    public void messagesEvicted(long messages) {
        evicted.add(messages);
    }

    /** The outbox reached its limit, and reading waits. */
    public void outboxFull() {
        outboxFull.increment();
    }

    /** So many events of decoded messages were not evaluated any more when the program stopped; the next start reads them again. */
    public void eventsLeft(long events) {
        left.add(events);
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

    public long left() {
        return left.sum();
    }

    public long evicted() {
        return evicted.sum();
    }

    /** How often reading had to wait for the outbox. */
    public long outboxFulls() {
        return outboxFull.sum();
    }

    public long skipped(SkipReason reason) {
        return adder(skipped, reason).sum();
    }

    public long skippedItem(SkippedItem kind) {
        return adder(skippedItems, kind).sum();
    }
}
