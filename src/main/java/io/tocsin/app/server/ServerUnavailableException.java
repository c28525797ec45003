package io.tocsin.app.server;

/** There is no NATS Streaming server to start, or it does not start; the message says what is missing and how to get it. */
public final class ServerUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    ServerUnavailableException(String message) {
        super(message);
    }
}
