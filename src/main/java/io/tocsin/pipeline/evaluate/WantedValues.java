package io.tocsin.pipeline.evaluate;

import java.util.Map;
import java.util.TreeMap;

/** Which values of one service filters may let pass. For one thread at a time. */
final class WantedValues {
    private final TreeMap<Double, Integer> above = new TreeMap<>();
    private final TreeMap<Double, Integer> below = new TreeMap<>();
    private int unlimited;

    /** Values from here on up may pass. */
    private double from = Double.POSITIVE_INFINITY;
    /** Values from here on down may pass. */
    private double to = Double.NEGATIVE_INFINITY;

    void add(ValueLimit limit) {
        count(limit, 1);
    }

    /** Takes back one that was added. */
    void remove(ValueLimit limit) {
        count(limit, -1);
    }

    private void count(ValueLimit limit, int more) {
        switch (limit.side()) {
            case ABOVE -> count(above, limit.at(), more);
            case BELOW -> count(below, limit.at(), more);
            case NONE -> unlimited += more;
        }
        from = unlimited > 0 ? Double.NEGATIVE_INFINITY : above.isEmpty() ? Double.POSITIVE_INFINITY : above.firstKey();
        to = below.isEmpty() ? Double.NEGATIVE_INFINITY : below.lastKey();
    }

    private static void count(Map<Double, Integer> limits, double at, int more) {
        limits.merge(at, more, (a, b) -> a + b == 0 ? null : a + b);
    }

    boolean isEmpty() {
        return unlimited == 0 && above.isEmpty() && below.isEmpty();
    }

    boolean contains(double value) {
        return value >= from || value <= to;
    }
}
