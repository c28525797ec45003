package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import io.tocsin.nats.ConnectFailedException;
import io.tocsin.nats.NatsServer;
import io.tocsin.pipeline.consume.Repairs.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection behind one read. Only the control thread, the one that reads, calls it; the library's threads only
 * post to the current {@link Session} and the one before.
 */
final class Link implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final Duration SUBSCRIBE_WAIT = Duration.ofSeconds(2);
    private static final Duration PUBLISH_WAIT = Duration.ofSeconds(5);
    private static final long RECONNECT_WAIT_MS = 2_000;

    private final NatsServer server;
    private final String channel;
    private final String clientId;
    private final Tuning tuning;
    private final Semaphore reconnected = new Semaphore(0);
    private volatile @Nullable Session current;
    private @Nullable Connection nats;
    private @Nullable StreamingConnection streaming;

    Link(NatsServer server, String channel, String clientId, Tuning tuning) {
        this.server = server;
        this.channel = channel;
        this.clientId = clientId;
        this.tuning = tuning;
    }

    /**
     * A new subscription from this sequence, on a new streaming session; the one before is closed first.
     *
     * @param window so many messages come before one is acknowledged
     * @param ackWait after which the server sends again what is not acknowledged
     */
    Session open(long from, int window, Duration ackWait) throws ConnectFailedException, InterruptedException {
        Connection connection = connected();
        closeStreaming(); // only now: the server hears of it, and gives the client id free at once
        return subscribe(new Session(from, window, tuning.maxBytes()), ackWait, () -> connect(connection));
    }

    /** The same on the same streaming session, beside the subscription before, of which nothing more is taken in. */
    Session openNext(long from, int window, Duration ackWait) throws ConnectFailedException, InterruptedException {
        StreamingConnection open = Objects.requireNonNull(streaming, "no session");
        return subscribe(new Session(from, window, tuning.maxBytes()), ackWait, () -> open);
    }

    /** Where a streaming session comes from. */
    private interface Streaming {
        StreamingConnection get() throws ConnectFailedException, InterruptedException;
    }

    private Session subscribe(Session session, Duration ackWait, Streaming on)
            throws ConnectFailedException, InterruptedException {
        current = session; // before anything that a lost connection could spoil unseen
        try {
            session.subscribed(subscribe(
                    on.get(),
                    session::post,
                    new SubscriptionOptions.Builder()
                            .startAtSequence(session.start)
                            .manualAcks()
                            .maxInFlight(session.window)
                            .ackWait(ackWait)
                            .subscriptionTimeout(SUBSCRIBE_WAIT)
                            .build()));
        } catch (ConnectFailedException | InterruptedException e) {
            session.end();
            throw e;
        }
        return session;
    }

    /** A streaming session without a subscription, for probes. */
    void openForProbes() throws ConnectFailedException, InterruptedException {
        Connection connection = connected();
        closeStreaming();
        connect(connection);
    }

    /** Sequence of the message that the server delivers first to these options; the answer comes later, or never. */
    Probe probe(SubscriptionOptions.Builder start) throws ConnectFailedException, InterruptedException {
        Probe probe = new Probe();
        StreamingConnection open = Objects.requireNonNull(streaming, "no session");
        probe.subscribed(subscribe(
                open,
                message -> probe.found(message.getSequence()),
                start.manualAcks()
                        .maxInFlight(1)
                        .ackWait(tuning.ackWait())
                        .subscriptionTimeout(SUBSCRIBE_WAIT)
                        .build()));
        return probe;
    }

    private StreamingConnection connect(Connection connection) throws ConnectFailedException, InterruptedException {
        StreamingConnection opened = server.stream(
                connection,
                clientId,
                PUBLISH_WAIT,
                1,
                reason -> raise(Cause.SESSION, "the streaming session is lost: " + reason));
        streaming = opened;
        return opened;
    }

    private io.nats.streaming.Subscription subscribe(
            StreamingConnection on, io.nats.streaming.MessageHandler handler, SubscriptionOptions options)
            throws ConnectFailedException, InterruptedException {
        try {
            return on.subscribe(channel, handler, options);
        } catch (IOException | TimeoutException | IllegalStateException e) {
            throw server.subscribeFailed(channel, e);
        }
    }

    private Connection connected() throws ConnectFailedException, InterruptedException {
        Connection known = nats;
        if (known != null) {
            if (known.getStatus() == Connection.Status.CONNECTED) {
                return known;
            }
            reconnected.drainPermits();
            if (known.getStatus() != Connection.Status.CONNECTED
                    && known.getStatus() != Connection.Status.CLOSED
                    && !reconnected.tryAcquire(RECONNECT_WAIT_MS, TimeUnit.MILLISECONDS)) {
                throw server.notConnected();
            }
            if (known.getStatus() == Connection.Status.CONNECTED) {
                return known;
            }
            discard();
        }
        Connection fresh = server.connect(clientId, this::onEvent);
        nats = fresh;
        return fresh;
    }

    private void onEvent(Events event) {
        if (event == Events.DISCONNECTED || event == Events.CLOSED) {
            raise(Cause.CONNECTION, "the connection to the server broke");
        }
        if (event == Events.RECONNECTED) {
            raise(Cause.CONNECTION, "the connection to the server was made anew");
        }
        if (event == Events.RECONNECTED || event == Events.CLOSED) {
            reconnected.release();
        }
    }

    private void raise(Cause cause, String reason) {
        Session session = current;
        if (session != null) {
            session.doubt(new Doubt(cause, reason));
        }
    }

    /** Ends the streaming session, if there is one; whatever goes wrong is of no interest any more. */
    private void closeStreaming() throws InterruptedException {
        Session session = current;
        current = null;
        if (session != null) {
            session.end();
        }
        StreamingConnection old = streaming;
        streaming = null;
        if (old != null) {
            close(old);
        }
    }

    private void close(StreamingConnection old) throws InterruptedException {
        try {
            old.close();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // the library throws NullPointerException and others from here
            log.debug("closing the old streaming session of {}", clientId, e);
        }
    }

    /** Drops the connection too; the next session makes a new one. */
    void discard() throws InterruptedException {
        closeStreaming();
        Connection old = nats;
        nats = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            discard();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
