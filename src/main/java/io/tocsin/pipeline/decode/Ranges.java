package io.tocsin.pipeline.decode;

import io.tocsin.config.Settings;
import java.util.HashMap;
import java.util.Map;

/** Which values of a service can be. */
final class Ranges {
    private record Range(double min, double max) {}

    private final Map<String, Range> ranges = new HashMap<>();

    Ranges(Map<String, Settings.Bounds> bounds) {
        bounds.forEach((service, b) -> ranges.put(
                service,
                new Range(
                        b.min() == null ? Double.NEGATIVE_INFINITY : b.min(),
                        b.max() == null ? Double.POSITIVE_INFINITY : b.max())));
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Whether a finite value lies within the service's bounds, if it has any. */
    boolean admits(String service, double value) {
        Range range = ranges.get(service);
        return range == null || (value >= range.min() && value <= range.max());
    }
}
