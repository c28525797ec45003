package io.tocsin.pipeline.send.nats;

/** Messages could not be published; the message names the line and says why. */
public final class PublishException extends Exception {
    private static final long serialVersionUID = 1;

    PublishException(String message) {
        super(message);
    }

    PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
