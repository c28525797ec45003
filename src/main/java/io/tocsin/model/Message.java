package io.tocsin.model;

/**
 * One record of the log.
 *
 * @param sequence the message's place in the log, from 1; in a file the line number
 * @param timestamp when the log stored the message, epoch ms UTC, or {@link #NO_TIMESTAMP} in a log that keeps none
 * @param data the bytes; not copied, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by sequence only, and copying would cost one allocation a message
public record Message(long sequence, long timestamp, byte[] data) {
    /** The timestamp of a message in a log that keeps none. */
    public static final long NO_TIMESTAMP = Long.MIN_VALUE;
}
