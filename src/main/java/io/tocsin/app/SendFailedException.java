package io.tocsin.app;

/** An alert of a replay could not be sent; the message says why, and what was sent before. */
public final class SendFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SendFailedException(String message) {
        super(message);
    }
}
