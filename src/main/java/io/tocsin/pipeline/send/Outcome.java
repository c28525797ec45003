package io.tocsin.pipeline.send;

/** What became of one send. */
public sealed interface Outcome {
    /** The receiver has taken it. */
    record Sent() implements Outcome {}

    /**
     * This one may work later; others may work now. The receiver may or may not have it: a further attempt carries the
     * same id.
     *
     * @param reason one line without secrets
     */
    record Retry(String reason) implements Outcome {}

    /**
     * The receiver takes nothing at all for now, and has not got this one: it cannot be reached, or lets nobody in.
     *
     * @param reason one line without secrets
     */
    record Unavailable(String reason) implements Outcome {}

    /**
     * It will never work; trying again would only delay others.
     *
     * @param reason one line without secrets
     */
    record Rejected(String reason) implements Outcome {}

    /** The only value {@link Sent} needs. */
    Outcome SENT = new Sent();
}
