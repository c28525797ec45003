package io.tocsin.pipeline.evaluate;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What rules must never reach, not even to initialise it. */
public final class Trap {
    static {
        Watch.SPRUNG.set(true);
    }

    public static int field = 1;

    public Trap() {}

    /** Would be called by a rule. */
    public static int fire() {
        return 1;
    }

    /** Would be joined by a rule. */
    @SuppressWarnings("rawtypes")
    public static Map[] rows() {
        return new Map[0];
    }

    /** Would describe what is joined. */
    public static Map<String, Class<?>> rowsMetadata() {
        return Map.of("a", String.class);
    }

    /** Knows of the trap without springing it. */
    static final class Watch {
        static final AtomicBoolean SPRUNG = new AtomicBoolean();

        private Watch() {}
    }
}
