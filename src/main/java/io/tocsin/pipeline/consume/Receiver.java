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
}
