package io.tocsin.pipeline.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * What Esper keeps for each thread, kept once: an engine is run by one thread at a time, so that looking it up for each event
 * would be for nothing. The thread itself keeps nothing of it.
 */
final class HeldOnce<T> extends ThreadLocal<T> {
    private final ThreadLocal<T> made;
    private @Nullable T held;

    /** @param made where it comes from */
    HeldOnce(ThreadLocal<T> made) {
        this.made = made;
    }

    @Override
    public T get() {
        T known = held;
        return known == null ? make() : known;
    }

    private T make() {
        T fresh = made.get();
        made.remove();
        held = fresh;
        return fresh;
    }

    @Override
    public void set(T value) {
        held = value;
    }

    @Override
    public void remove() {
        held = null;
    }
}
