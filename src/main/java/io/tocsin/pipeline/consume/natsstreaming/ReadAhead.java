package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.pipeline.consume.MessageLog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many messages a subscription is for. A read that follows the log acknowledges, and has one subscription until the
 * messages get large. A read with an end acknowledges nothing and has one subscription after the other, each for as many
 * messages as the server sends without an acknowledgement: taking one in and writing it down costs the server a third of what
 * sending the message does. A subscription costs as much as hundreds of them, so each is for as many as fit into the memory
 * for them, if the connection is quick: until they have come, answers to pings wait behind them, and the library and the
 * server give up a connection that does not answer for some seconds.
 */
final class ReadAhead {
    /** The part of the memory that the messages of one subscription are to take, as far as those before them tell. */
    private static final int PART = 4;
    /** In which they are to come, as far as those before them tell. */
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** After so many times the window of a reader that follows it is seen whether the messages have got small again. */
    private static final int TRIAL = 8;
    /** What is never acknowledged is never to be sent again; in seconds it is an int. */
    private static final Duration NEVER = Duration.ofDays(10_000);

    private final Tuning tuning;
    private final long to;

    /** @param to the last message that is read, or {@link MessageLog#FOLLOW} */
    ReadAhead(Tuning tuning, long to) {
        this.tuning = tuning;
        this.to = to;
    }

    boolean acknowledges() {
        return to == MessageLog.FOLLOW;
    }

    Duration ackWait() {
        return acknowledges() ? tuning.ackWait() : NEVER;
    }

    /** For the first subscription of a streaming session, which begins with this message. */
    int window(long from) {
        return window(from, tuning.maxInFlight());
    }

    /** Whether there is more to come, but not from this session. */
    boolean isOver(Session session) {
        return (session.isCut() || (session.isSpent() && !acknowledges())) && session.highest() < to;
    }

    /** Whether a follower's session, made small for large messages, has done its part. */
    boolean isTried(Session session) {
        return acknowledges()
                && session.window < tuning.maxInFlight()
                && session.posted() >= (long) TRIAL * session.window;
    }

    /** For the subscription behind one that is over; it begins with the last message of that. */
    int windowAfter(Session over) {
        long fit = tuning.maxBytes() / PART / (over.bytes() / over.posted());
        double inTime = (double) over.posted() * NANOS / Math.max(1, over.nanos());
        long most = acknowledges() ? tuning.maxInFlight() : (long) Math.max(tuning.maxInFlight(), inTime);
        return window(over.highest(), Math.min(fit, most));
    }

    private int window(long from, long most) {
        return (int) Math.max(Session.ALWAYS_TAKEN, Math.min(most, to - from + 1));
    }
}
