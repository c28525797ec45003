package io.tocsin.pipeline.evaluate.horizon;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of a stream.
 *
 * @param warm from when on its rows are exact in a rebuilt engine
 * @param remembered whether the last events of the sensors give its last row of each sensor
 * @param columns where the columns come from, of which that is known
 */
record Flow(Need warm, boolean remembered, Map<String, Origin> columns) {
    /** Where a column comes from. */
    enum Origin {
        /** With {@link #SERVICE}: what tells sensors apart. */
        HOST,
        SERVICE,
        /** The clock when the row is made. */
        NOW,
        /** A time that is not after the clock when the row is made. */
        PAST,
        /** Seconds, at most the longest of the settings. */
        TTL
    }

    static final Flow METRIC = new Flow(
            Need.NONE,
            true,
            Map.of("host", Origin.HOST, "service", Origin.SERVICE, "seen", Origin.NOW, "ttl", Origin.TTL));

    /** A stream of which nothing is known but when it is exact. */
    static Flow of(Need warm) {
        return new Flow(warm.inherited(), false, Map.of());
    }

    /** The stream that two statements feed. */
    Flow and(Flow other) {
        Map<String, Origin> common = new HashMap<>(columns);
        common.entrySet().retainAll(other.columns.entrySet());
        return new Flow(warm.and(other.warm), remembered && other.remembered, Map.copyOf(common));
    }

    Flow filtered(boolean bySensor) {
        return bySensor ? this : new Flow(warm, false, columns);
    }

    /** Whether a column's time is never after the clock when the row is made. */
    boolean notAhead(String column) {
        Origin origin = columns.get(column);
        return origin == Origin.NOW || origin == Origin.PAST;
    }

    /** Whether a column tells sensors apart, and nothing else. */
    boolean ofSensor(String column) {
        Origin origin = columns.get(column);
        return origin == Origin.HOST || origin == Origin.SERVICE;
    }
}
