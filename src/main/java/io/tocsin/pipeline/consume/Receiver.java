package io.tocsin.pipeline.consume;

import io.tocsin.model.Message;

/** What a {@link MessageLog} calls while it is read. */
public interface Receiver {
    /** The next message. May block to slow the source down. */
    void message(Message message) throws InterruptedException;

    /** Messages {@code from} to {@code to}, both inclusive, are no longer kept by the log and will not come. */
    default void evicted(long from, long to) throws InterruptedException {}

    /**
     * Everything the log had stored at {@code brokerTime} has been delivered. Called about once a second while the log
     * is followed, connected and quiet; never for a log without timestamps.
     *
     * @param brokerTime epoch ms UTC
     */
    default void caughtUp(long brokerTime) throws InterruptedException {}

    /**
     * The log cannot be reached, and what it has stored meanwhile is not known. Called now and then until the next message or
     * {@link #caughtUp}.
     *
     * @param millis for how long so far
     * @param brokerTime a time that is not after the log's, epoch ms UTC, or {@code Message.NO_TIMESTAMP} if not known
     */
    default void unreachable(long millis, long brokerTime) throws InterruptedException {}
}
