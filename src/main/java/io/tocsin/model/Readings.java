package io.tocsin.model;

import org.jspecify.annotations.Nullable;

/**
 * The usable values of one message, in the order of its items; each becomes one {@link Metric}. There may be none.
 *
 * @param host the message's {@code _id}
 * @param time the message's {@code timestamp}, epoch ms UTC
 * @param longitude degrees as sent, or null
 * @param latitude degrees as sent, or null
 * @param context the message's context, or null
 * @param services the items' keys
 * @param values the items' values, finite, one for each service
 * @param origin where a derived event comes from, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a transfer object between two threads, never compared
public record Readings(
        String host,
        long time,
        @Nullable Double longitude,
        @Nullable Double latitude,
        @Nullable String context,
        String[] services,
        double[] values,
        @Nullable Origin origin) {

    /** Those of a message that is no derived event. */
    public Readings(
            String host,
            long time,
            @Nullable Double longitude,
            @Nullable Double latitude,
            @Nullable String context,
            String[] services,
            double[] values) {
        this(host, time, longitude, latitude, context, services, values, null);
    }

    /** How many values there are. */
    public int size() {
        return values.length;
    }
}
