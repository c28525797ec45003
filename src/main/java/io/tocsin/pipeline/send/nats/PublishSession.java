package io.tocsin.pipeline.send.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.streaming.AckHandler;
import io.nats.streaming.StreamingConnection;
import io.tocsin.nats.ConnectFailedException;
import io.tocsin.nats.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to publish on, made when it is first needed and made anew after any doubt. For one thread. */
final class PublishSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PublishSession.class);

    /** What the protocol adds to a message, beside channel and client id: a 22-character id and the fields' tags. */
    private static final int ENVELOPE = 64;

    private final NatsServer server;
    private final String clientId;
    private final Duration ackWait;
    private final int inFlight;
    private volatile boolean doubtful;
    private @Nullable Connection nats;
    private @Nullable StreamingConnection streaming;

    PublishSession(NatsServer server, String clientId, Duration ackWait, int inFlight) {
        this.server = server;
        this.clientId = clientId;
        this.ackWait = ackWait;
        this.inFlight = inFlight;
    }

    /** Connects, unless connected without a doubt. */
    void open() throws ConnectFailedException, InterruptedException {
        Connection known = nats;
        if (known != null && streaming != null && !doubtful && known.getStatus() == Connection.Status.CONNECTED) {
            return;
        }
        discard();
        doubtful = false;
        Connection fresh = server.connect(clientId, this::onEvent);
        nats = fresh;
        streaming = server.stream(fresh, clientId, ackWait, inFlight, reason -> doubtful = true);
    }

    private void onEvent(Events event) {
        if (event == Events.DISCONNECTED || event == Events.RECONNECTED || event == Events.CLOSED) {
            doubtful = true;
        }
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
        /** Called on the library's thread, with null when the server has stored the message. */
        void answered(@Nullable Exception failure);
    }

    /** Sends one message; blocks while too many are unacknowledged. */
    void publish(String channel, byte[] body, Answer answer) throws IOException, InterruptedException {
        StreamingConnection open = streaming;
        if (open == null) {
            throw new IOException("not connected");
        }
        try {
            open.publish(channel, body, new Acknowledgement(answer));
        } catch (TimeoutException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private record Acknowledgement(Answer answer) implements AckHandler {
        @Override
        public void onAck(String id, @Nullable Exception e) {
            answer.answered(e);
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
