package io.tocsin.pipeline.route;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services that sensors report by, as far as seen; others are a rule's own words. Bounded: a log may hold any name. */
final class KnownServices {
    private static final int MOST = 100_000;

    private static final int SLOT_BITS = 10;

    /** An odd number near 2 to the 32nd by the golden ratio, which spreads what it multiplies (Knuth, TAOCP 6.4). */
    private static final int SPREAD = 0x9E3779B9;

    private final Set<String> names = new HashSet<>();

    /** Names met lately, by hash: the few that there usually are come as the same Strings again and again. */
    private final @Nullable String[] recent = new @Nullable String[1 << SLOT_BITS];

    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // what is not the same is looked up
    void add(String service) {
        int slot = (service.hashCode() * SPREAD) >>> (Integer.SIZE - SLOT_BITS);
        if (recent[slot] != service && names.size() < MOST) {
            names.add(service);
            recent[slot] = service;
        }
    }

    boolean contains(String service) {
        return names.contains(service);
    }
}
