package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.model.Message;
import io.tocsin.nats.ConnectFailedException;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import io.tocsin.pipeline.consume.Repairs.Cause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One read, run by the caller's thread: it owns connect, subscribe, close and the position, and calls the receiver. The
 * server's promises about order do not survive its restart, so every message is held against the position, and after
 * any doubt the subscription is opened anew at the expected sequence.
 */
final class LogReader {
    private static final long POLL_MS = 100;
    private static final long QUIET = TimeUnit.SECONDS.toNanos(1);
    private static final long FLIGHT_ALLOWANCE_MS = 2_000;
    /** No more often than this is acknowledged what comes one by one. */
    private static final long ACK_MS = 20;

    private static final long ACK_NANOS = TimeUnit.MILLISECONDS.toNanos(ACK_MS);

    private final LogContext context;
    private final Link link;
    private final Opener opener;
    private final long to;
    private final Receiver receiver;
    private final ReadAhead ahead;

    private long expected;
    private @Nullable Anchor anchor;
    /** Where the last session found a gap at its start; believed when the next one finds it too. */
    private long suspectedGap = -1;
    /** The smallest broker-to-here delay seen, our clock against theirs, ms. */
    private long smallestDelay = Long.MAX_VALUE;

    private long lastProgress;
    private long lastTick;
    /** The broker's time when it was last heard of, and the moment in ns; no clock that anybody sets comes in. */
    private long brokerTime = Message.NO_TIMESTAMP;

    private long brokerTimeAt;
    /** Since when it is not known what the log has, or 0. */
    private long lostAt;

    /** Not acknowledged yet; the server sends no more while too many are not. */
    private final List<io.nats.streaming.Message> taken = new ArrayList<>();

    private long acknowledgedAt = System.nanoTime();

    private boolean seenBehind;
    private boolean atStart;

    LogReader(LogContext context, String clientId, long from, long to, Receiver receiver) {
        this.context = context;
        this.link = new Link(context.server(), context.channel(), clientId, context.tuning());
        this.opener = new Opener(context, link, to == MessageLog.FOLLOW);
        this.expected = from;
        this.to = to;
        this.receiver = receiver;
        this.ahead = new ReadAhead(context.tuning(), to);
    }

    void run() throws LogException, InterruptedException {
        lost();
        try (link) {
            while (expected <= to) {
                long start = anchor == null ? expected : anchor.sequence();
                Doubt doubt = deliver(opener.open(start, ahead, this::tellIfLost));
                if (doubt != null) {
                    lost();
                    opener.doubted(expected, doubt);
                }
            }
        }
    }

    private void lost() {
        if (lostAt == 0) {
            lostAt = System.nanoTime() | 1;
        }
    }

    private void reached(long time) {
        lostAt = 0;
        brokerTime = time;
        brokerTimeAt = System.nanoTime();
    }

    private void tellIfLost() throws InterruptedException {
        if (lostAt != 0) {
            long now = System.nanoTime();
            receiver.unreachable(
                    TimeUnit.NANOSECONDS.toMillis(now - lostAt),
                    brokerTime == Message.NO_TIMESTAMP
                            ? Message.NO_TIMESTAMP
                            : brokerTime + TimeUnit.NANOSECONDS.toMillis(now - brokerTimeAt));
        }
    }

    /** Delivers until the end, answering null, or until a doubt. */
    private @Nullable Doubt deliver(Session opened) throws LogException, InterruptedException {
        Watch watch = context.watch(link);
        taken.clear();
        seenBehind = false;
        lastProgress = System.nanoTime();
        lastTick = lastProgress;
        atStart = true;
        try (Succession sessions = new Succession(link, ahead, opened)) {
            while (expected <= to) {
                if (sessions.advance()) {
                    taken.clear();
                    atStart = true;
                    long start = sessions.current().start;
                    if (start != expected - 1) {
                        return new Doubt(Cause.ORDER, "message " + start + " was not the last to come");
                    }
                }
                Doubt doubt = step(sessions.current(), watch);
                if (doubt != null) {
                    return doubt;
                }
            }
            return null;
        } catch (ConnectFailedException e) {
            return new Doubt(Cause.SESSION, String.valueOf(e.getMessage()));
        }
    }

    /** Takes what comes next, if anything does. */
    private @Nullable Doubt step(Session session, Watch watch) throws LogException, InterruptedException {
        long due = expected;
        Doubt doubt = acknowledgeWhereDue(session);
        Session.Arrival arrival = doubt == null ? session.next(taken.isEmpty() ? POLL_MS : ACK_MS) : null;
        doubt = doubt == null ? session.doubted() : doubt;
        if (doubt == null && arrival != null && arrival.message() != null) {
            doubt = take(arrival.message(), arrival.receivedAt());
        }
        if (doubt == null && expected == due && System.nanoTime() - lastProgress >= QUIET) {
            tellIfLost();
            doubt = quiet(session, watch);
        }
        return doubt;
    }

    private @Nullable Doubt take(io.nats.streaming.Message message, long receivedAt)
            throws LogException, InterruptedException {
        long sequence = message.getSequence();
        boolean first = atStart;
        if (first && anchor != null && sequence == anchor.sequence()) {
            if (message.getTimestamp() != anchor.timestamp()) {
                throw context.loss()
                        .another(sequence, millis(anchor.timestamp()), millis(message.getTimestamp()), context.look());
            }
            toAcknowledge(message);
            return null;
        }
        atStart = false;
        if (sequence < expected) {
            if (first && !message.isRedelivered()) {
                throw shorter(sequence, context.look());
            }
            context.stats().repeated();
            toAcknowledge(message);
            return null;
        }
        if (sequence > expected) {
            if (!first || suspectedGap != expected) {
                suspectedGap = first ? expected : -1;
                context.stats().outOfOrder();
                return new Doubt(Cause.ORDER, "message " + sequence + " came where " + expected + " was due");
            }
            evicted(sequence);
            if (expected > to) {
                return null;
            }
        }
        suspectedGap = -1;
        long timestamp = millis(message.getTimestamp());
        smallestDelay = Math.min(smallestDelay, receivedAt - timestamp);
        byte[] data = message.getData();
        reached(timestamp);
        receiver.message(new Message(sequence, timestamp, data == null ? new byte[0] : data));
        expected = sequence + 1;
        anchor = new Anchor(sequence, message.getTimestamp());
        lastProgress = System.nanoTime();
        toAcknowledge(message);
        return null;
    }

    private void toAcknowledge(io.nats.streaming.Message message) {
        if (ahead.acknowledges()) {
            taken.add(message);
        }
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L);
    }

    /** The log's last message lies before what was read, or was said to be there. */
    private LogException shorter(long last, Monitor.@Nullable Snapshot snapshot) {
        long timestamp = anchor == null ? Message.NO_TIMESTAMP : millis(anchor.timestamp());
        return context.loss().shorter(expected - 1, timestamp, last, snapshot);
    }

    /** Many at once: each that goes alone costs server and client a write, and wakes a thread on both sides. */
    private @Nullable Doubt acknowledgeWhereDue(Session session) {
        boolean many = taken.size() >= session.window / 4;
        if (taken.isEmpty()
                || session.isCut()
                || !(many || (session.idle() && System.nanoTime() - acknowledgedAt >= ACK_NANOS))) {
            return null;
        }
        try {
            for (io.nats.streaming.Message message : taken) {
                message.ack();
            }
            return null;
        } catch (IOException | RuntimeException e) { // NullPointerException after a lost session
            return new Doubt(Cause.ACKNOWLEDGEMENT, "a message could not be acknowledged");
        } finally {
            taken.clear();
            acknowledgedAt = System.nanoTime();
        }
    }

    /** Everything before {@code first} that was still to come is gone. */
    private void evicted(long first) throws InterruptedException {
        long last = Math.min(first - 1, to);
        receiver.evicted(expected, last);
        expected = last + 1;
    }

    /** Nothing has come for a second: is there anything to come? */
    private @Nullable Doubt quiet(Session session, Watch watch) throws LogException, InterruptedException {
        Watch.Answer answer;
        try {
            answer = watch.ask(expected);
        } catch (ConnectFailedException e) { // a probe that is not even answered
            link.discard();
            return new Doubt(Cause.SILENCE, String.valueOf(e.getMessage()));
        }
        if (answer == null) {
            if (!watch.hasMonitor()) {
                tickByOwnClock(session);
            }
            return null;
        }
        if (session.doubted() != null || !session.idle()) {
            return null; // the answer is older than what is waiting here
        }
        if (answer.last() < answer.expectedThen() - 1) {
            // Twice, since a server that is still starting knows no channel yet.
            if (seenBehind) {
                throw shorter(answer.last(), answer.snapshot());
            }
            seenBehind = true;
            return null;
        }
        seenBehind = false;
        Monitor.Snapshot snapshot = answer.snapshot();
        if (answer.last() == expected - 1) {
            lostAt = 0;
            if (snapshot != null && to == MessageLog.FOLLOW) {
                reached(snapshot.now());
                receiver.caughtUp(snapshot.now());
            }
            return null;
        }
        if (answer.last() < expected || System.nanoTime() - lastProgress < context.watchdogNanos()) {
            return null;
        }
        if (snapshot != null && snapshot.first() > expected) {
            evicted(snapshot.first());
            lastProgress = System.nanoTime();
            return null;
        }
        link.discard(); // it may be the connection that hangs
        return new Doubt(Cause.SILENCE, "the server has message " + answer.last() + ", but sends nothing");
    }

    private void tickByOwnClock(Session session) throws InterruptedException {
        long now = System.nanoTime();
        if (to != MessageLog.FOLLOW || smallestDelay == Long.MAX_VALUE || now - lastTick < QUIET) {
            return;
        }
        lastTick = now;
        if (session.idle() && session.doubted() == null) {
            lostAt = 0;
            receiver.caughtUp(System.currentTimeMillis() - smallestDelay - FLIGHT_ALLOWANCE_MS);
        }
    }
}
