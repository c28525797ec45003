package io.tocsin.model;

/**
 * Where a derived event comes from: what its publisher says of it, so that a reader knows one that was published twice.
 *
 * @param producer the publisher's id, of 1 to {@link #MAX_PRODUCER} characters
 * @param number its number among all of that publisher, at least 1
 */
public record Origin(String producer, long number) {
    /** The longest id; what is longer is no origin. */
    public static final int MAX_PRODUCER = 128;
}
