package io.tocsin.pipeline.consume;

import java.time.Duration;
import java.util.Optional;

/**
 * A replayable log of messages in one total order.
 *
 * <p>What every log promises a {@link Receiver}:
 *
 * <ul>
 *   <li><b>Order.</b> Sequences rise; none comes twice within one {@link #read}, whatever the broker redelivers.
 *   <li><b>No silent gap.</b> A message that the log no longer keeps is reported by {@link Receiver#evicted} before the
 *       next message; every other message from {@code from} on is delivered.
 *   <li><b>Nothing is decided by the broker.</b> The position is the caller's: acknowledgements are flow control only,
 *       and reading again from an earlier sequence delivers the same messages with the same timestamps.
 *   <li><b>Patience.</b> A broken connection is repaired behind the call, from the next expected sequence. Only what a
 *       person must decide ends it: see {@link LogException}.
 *   <li><b>Back-pressure.</b> The receiver may block; nothing is read ahead without bound meanwhile.
 * </ul>
 *
 * <p>Safe for use by several threads, each with its own read.
 */
public interface MessageLog extends AutoCloseable {
    /** The end of a {@link #read} that follows the log until it is stopped. */
    long FOLLOW = Long.MAX_VALUE;

    /** What people are told they are reading, such as {@code nats-streaming 0.25.6 at 127.0.0.1:4222, channel sensors}. */
    String describe();

    /**
     * What the log keeps at this moment.
     *
     * @throws LogException if the log cannot tell within its time limit
     */
    Bounds bounds() throws LogException, InterruptedException;

    /**
     * Delivers the messages from {@code from} to {@code to}, both inclusive, and returns when {@code to} has been
     * delivered, when the log has an end and reaches it, or when {@link #close} is called. Runs on the caller's thread;
     * the receiver may be called on another one, but its calls never overlap and each sees the effects of the one
     * before.
     *
     * @param from the first sequence wanted, at least 1; may lie one past the end
     * @param to the last sequence wanted, or {@link #FOLLOW}
     * @throws LogException if the log was reset, or refuses this reader
     * @throws InterruptedException if the calling thread is interrupted: the way to stop one read
     */
    void read(long from, long to, Receiver receiver) throws LogException, InterruptedException;

    /**
     * Makes sure that this still is the log from which a message was read before: that it was not lost or begun anew
     * since. A log that is read as a whole each time, such as a file, has nothing to check.
     *
     * @param sequence the message, or 0 for none
     * @param timestamp the latest timestamp up to it, epoch ms UTC, or {@link io.tocsin.model.Message#NO_TIMESTAMP}
     * @throws LogResetException if it is another log, saying what happened and what to do
     * @throws LogException if the log cannot tell
     */
    default void verify(long sequence, long timestamp) throws LogException, InterruptedException {}

    /** For how long the log keeps a message at most; empty where it has no such limit, or does not say. */
    default Optional<Duration> maxAge() {
        return Optional.empty();
    }

    /** What had to be put right behind the reads. */
    default Repairs repairs() {
        return Repairs.NONE;
    }

    /** Ends every read and releases the connection. Idempotent. */
    @Override
    void close();

    /**
     * First and last sequence kept.
     *
     * @param first the first message kept, 1 where none ever was
     * @param last the last message kept, {@code first - 1} where there is none
     */
    record Bounds(long first, long last) {}
}
