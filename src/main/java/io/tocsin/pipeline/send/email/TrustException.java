package io.tocsin.pipeline.send.email;

/** A file of certificate authorities cannot be used; the message names the file and what to do. */
final class TrustException extends Exception {
    TrustException(String message, Throwable cause) {
        super(message, cause);
    }
}
