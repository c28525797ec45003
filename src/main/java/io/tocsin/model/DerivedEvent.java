package io.tocsin.model;

import org.jspecify.annotations.Nullable;

/**
 * What a {@code @Publish} rule sends to a channel: a message any reader takes for a sensor's.
 *
 * @param channel where it goes
 * @param rule the rule's name
 * @param producer this installation's own name, so that a reader can tell producers apart
 * @param number counts up from 1 for each producer, so that a reader can tell a duplicate
 * @param host becomes {@code _id}
 * @param service becomes the one item's key
 * @param metric the item's value, finite
 * @param time epoch ms UTC
 * @param longitude degrees, or null where the rule does not select it
 * @param latitude degrees, or null where the rule does not select it
 * @param context the context, or null where the rule does not select it
 */
public record DerivedEvent(
        String channel,
        String rule,
        String producer,
        long number,
        String host,
        String service,
        double metric,
        long time,
        @Nullable Double longitude,
        @Nullable Double latitude,
        @Nullable String context) {}
