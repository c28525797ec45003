package io.tocsin.chaos;

/** A moment in a message's way through the service. */
public enum Phase {
    /** A message of the horizon is about to be evaluated anew. */
    WARM("io.tocsin.pipeline.evaluate.Evaluator", "message", false),
    /** A message has come. */
    RECEIVE("io.tocsin.app.Intake", "message", false),
    /** A message is about to be evaluated. */
    EVALUATE("io.tocsin.pipeline.evaluate.Evaluator", "message", false),
    /** A tick is about to move the clock. */
    TICK("io.tocsin.pipeline.evaluate.Evaluator", "tick", false),
    BEFORE_COMMIT("io.tocsin.store.Store", "commit", false),
    /** All is written, but the transaction has not ended. */
    IN_COMMIT("io.tocsin.store.Store", "write", true),
    AFTER_COMMIT("io.tocsin.store.Store", "commit", true),
    /** Something is published and not yet acknowledged. */
    SEND("io.tocsin.pipeline.send.nats.PublishSession", "publish", true),
    /** The acknowledgement is about to be noted. */
    MARK_SENT("io.tocsin.store.StoredOutbox", "sent", false),
    /** A mark is half written. */
    MARK("io.tocsin.store.Marks", "put", true);

    final String type;
    final String method;
    final boolean atItsEnd;

    Phase(String type, String method, boolean atItsEnd) {
        this.type = type;
        this.method = method;
        this.atItsEnd = atItsEnd;
    }
}
