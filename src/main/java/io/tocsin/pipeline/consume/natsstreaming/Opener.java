package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.nats.ConnectFailedException;
import io.tocsin.nats.ConnectFailedException.Kind;
import io.tocsin.pipeline.consume.LogException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the sessions of one read with patience: what may pass is tried again with growing waits and logged once with a
 * count; what only a person can change ends the read, if it shows before the first session.
 */
final class Opener {
    private static final Logger log = LoggerFactory.getLogger(Opener.class);
    private static final int FAILURES_TO_DISCARD = 2;

    private final LogContext context;
    private final Link link;
    private final boolean follow;
    private final Backoff backoff = new Backoff();
    private boolean everOpened;

    Opener(LogContext context, Link link, boolean follow) {
        this.context = context;
        this.link = link;
        this.follow = follow;
    }

    /** What the opener gives up after. */
    private interface Attempt<T> {
        T run() throws ConnectFailedException, InterruptedException;
    }

    /** What is to be done between two attempts. */
    interface Meanwhile {
        void run() throws InterruptedException;
    }

    Session open(long from, ReadAhead ahead, Meanwhile failed) throws LogException, InterruptedException {
        return patiently(() -> link.open(from, ahead.window(from), ahead.ackWait()), failed);
    }

    void openForProbes() throws LogException, InterruptedException {
        patiently(
                () -> {
                    link.openForProbes();
                    return true;
                },
                () -> {});
    }

    /** Counts and says why the session that was open is given up, and waits a moment. */
    void doubted(long expected, Doubt doubt) throws InterruptedException {
        context.stats().rebuild(doubt.cause());
        log.info("Channel {}: {}; reading again from message {}", context.channel(), doubt.reason(), expected);
        backoff.pause();
    }

    private <T> T patiently(Attempt<T> attempt, Meanwhile failed) throws LogException, InterruptedException {
        long start = System.nanoTime();
        String said = "";
        for (int failures = 0; ; failures++) {
            try {
                T result = attempt.run();
                if (failures > 0) {
                    log.info("Channel {}: connected after {} failed attempts", context.channel(), failures);
                }
                everOpened = true;
                backoff.reset();
                return result;
            } catch (ConnectFailedException e) {
                String message = String.valueOf(e.getMessage());
                if (isFinal(e.kind(), System.nanoTime() - start)) {
                    throw new LogException(message, e);
                }
                if (!message.equals(said)) {
                    said = message;
                    log.warn("Channel {}: {}; trying again", context.channel(), message);
                }
                if (failures % FAILURES_TO_DISCARD == FAILURES_TO_DISCARD - 1) {
                    link.discard();
                }
                failed.run();
                backoff.pause();
            }
        }
    }

    private boolean isFinal(Kind kind, long nanos) {
        boolean patienceOver =
                Duration.ofNanos(nanos).compareTo(context.tuning().patience()) > 0;
        return switch (kind) {
            case REFUSED -> !everOpened;
            // After a break the server may not have noticed yet that the client in use is this one.
            case CLIENT_IN_USE -> !everOpened || patienceOver;
            case NO_STREAMING -> !everOpened && (patienceOver || isOtherCluster());
            case UNREACHABLE -> !everOpened && !follow && patienceOver;
        };
    }

    private boolean isOtherCluster() {
        Monitor.Snapshot snapshot = context.look();
        return snapshot != null && !snapshot.cluster().equals(context.settings().cluster());
    }
}
