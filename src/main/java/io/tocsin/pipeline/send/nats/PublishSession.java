package io.tocsin.pipeline.send.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.streaming.AckHandler;
import io.nats.streaming.StreamingConnection;
import io.tocsin.nats.ConnectFailedException;
import io.tocsin.nats.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to publish on, made when it is first needed and made anew after any doubt. For one thread at a time. */
final class PublishSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PublishSession.class);

    /** What the protocol adds to a message, beside channel and client id: a 22-character id and the fields' tags. */
    private static final int ENVELOPE = 64;

    /** What the server says when it has forgotten this client. */
    private static final String UNKNOWN_CLIENT = "stan: invalid publish request";

    private final NatsServer server;
    private final String clientId;
    private final Duration ackWait;
    private final int inFlight;
    /** Sent and not answered yet; after a doubt nobody would answer them before the library's own time limit. */
    private final Set<Acknowledgement> unanswered = ConcurrentHashMap.newKeySet();

    private volatile @Nullable String doubt;
    private @Nullable Connection nats;
    private @Nullable StreamingConnection streaming;
    private @Nullable ConnectFailedException failure;
    private long failedAt;

    PublishSession(NatsServer server, String clientId, Duration ackWait, int inFlight) {
        this.server = server;
        this.clientId = clientId;
        this.ackWait = ackWait;
        this.inFlight = inFlight;
    }

    /** Whether it is connected, without a doubt. */
    boolean isOpen() {
        Connection known = nats;
        return known != null && streaming != null && doubt == null && known.getStatus() == Connection.Status.CONNECTED;
    }

    /** Connects, unless connected without a doubt. */
    void open() throws ConnectFailedException, InterruptedException {
        if (isOpen()) {
            return;
        }
        discard();
        doubt = null;
        try {
            Connection fresh = server.connect(clientId, this::onEvent);
            nats = fresh;
            streaming = server.stream(
                    fresh, clientId, ackWait, inFlight, reason -> doubt("the streaming session is lost: " + reason));
        } catch (ConnectFailedException e) {
            failure = e;
            failedAt = System.nanoTime();
            throw e;
        }
    }

    /**
     * Connects as {@link #open()} does, but not where that has failed since: what waited for an attempt shares its failure.
     *
     * @param asked {@link System#nanoTime()}
     */
    void open(long asked) throws ConnectFailedException, InterruptedException {
        if (failure != null && failedAt - asked >= 0) {
            throw failure;
        }
        open();
    }

    private void onEvent(Events event) {
        if (event == Events.DISCONNECTED || event == Events.RECONNECTED || event == Events.CLOSED) {
            doubt("the connection to the server broke");
        }
    }

    /** Makes the next {@link #open} connect anew, and ends what is not answered yet. Safe for any thread. */
    void doubt(String reason) {
        doubt = reason;
        unanswered.forEach(waiting -> waiting.end(new IOException(reason)));
    }

    /** Why this body is too large for the server, or null. */
    @Nullable
    String tooLarge(String channel, byte[] body) {
        Connection open = nats;
        long most = open == null ? Long.MAX_VALUE : open.getMaxPayload();
        long size = (long) body.length + channel.length() + clientId.length() + ENVELOPE;
        return most > 0 && size > most
                ? body.length + " bytes are too many: the server at " + server.address() + " takes at most " + most
                        + " with the envelope"
                : null;
    }

    /** What became of one message. */
    interface Answer {
        /**
         * Called once, on any thread: with null when the server has stored the message; otherwise it may have
         * stored it or not.
         */
        void answered(@Nullable Exception failure);
    }

    /** Sends one message; blocks while too many are unacknowledged. */
    void publish(String channel, byte[] body, Answer answer) throws IOException, InterruptedException {
        StreamingConnection open = streaming;
        if (open == null) {
            throw new IOException("not connected");
        }
        Acknowledgement waiting = new Acknowledgement(answer);
        unanswered.add(waiting);
        try {
            open.publish(channel, body, waiting);
        } catch (IOException | TimeoutException | RuntimeException e) { // NullPointerException from a lost session
            unanswered.remove(waiting);
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        String reason = doubt;
        if (reason != null) { // it came while this one was not in the set yet
            waiting.end(new IOException(reason));
        }
    }

    private final class Acknowledgement implements AckHandler {
        private final Answer answer;

        Acknowledgement(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void onAck(String id, @Nullable Exception e) {
            end(e);
            if (e instanceof TimeoutException || (e != null && UNKNOWN_CLIENT.equals(e.getMessage()))) {
                doubt("the server did not acknowledge another message: " + e.getMessage());
            }
        }

        void end(@Nullable Exception failure) {
            if (unanswered.remove(this)) {
                answer.answered(failure);
            }
        }

        @Override
        public boolean includeDataWithAck() {
            return false;
        }
    }

    /** Drops the connection; {@link #open} makes a new one. */
    void discard() throws InterruptedException {
        StreamingConnection oldStreaming = streaming;
        Connection oldNats = nats;
        streaming = null;
        nats = null;
        try {
            if (oldStreaming != null) {
                oldStreaming.close();
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // the library throws NullPointerException while publishes are pending
            log.debug("closing the old session of {}", clientId, e);
        } finally {
            if (oldNats != null) {
                oldNats.close();
            }
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
