package io.tocsin.pipeline.route;

import java.util.HashSet;
import java.util.Set;

/** The services that sensors report by, as far as seen; others are a rule's own words. Bounded: a log may hold any name. */
final class KnownServices {
    private static final int MOST = 100_000;

    private final Set<String> names = new HashSet<>();
    private String last = "";

    void add(String service) {
        // Items of one kind come in a row, mostly as the same String.
        if (!last.equals(service) && names.size() < MOST) {
            names.add(service);
            last = service;
        }
    }

    boolean contains(String service) {
        return names.contains(service);
    }
}
