package io.tocsin.nats;

import java.io.IOException;

/** A server could not be reached or said no; the message says why and what to check, without secrets. */
public final class ConnectFailedException extends IOException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    ConnectFailedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What trying again is worth. */
    public enum Kind {
        /** No server answers there, or not in time. */
        UNREACHABLE,
        /** Login, certificate or settings are refused: only a person can change that. */
        REFUSED,
        /** NATS answers, but no streaming server with this cluster id: still starting, or the wrong id. */
        NO_STREAMING,
        /** A live client has the same client id. */
        CLIENT_IN_USE
    }
}
