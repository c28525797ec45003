package io.tocsin.model;

import org.jspecify.annotations.Nullable;

/**
 * One metric value flattened out of a message: the event that rules see.
 *
 * @param host the message's {@code _id}
 * @param service the item's key
 * @param metric the item's value, finite
 * @param time the message's own timestamp, epoch ms UTC, as sent
 * @param seen the engine's clock when the event is evaluated, epoch ms UTC
 * @param ttl how long the sensor may stay silent, seconds
 * @param longitude degrees as sent, or null
 * @param latitude degrees as sent, or null
 * @param context the message's context, or null
 * @param sequence the message's sequence in the log
 */
public record Metric(
        String host,
        String service,
        double metric,
        long time,
        long seen,
        double ttl,
        @Nullable Double longitude,
        @Nullable Double latitude,
        @Nullable String context,
        long sequence) {}
