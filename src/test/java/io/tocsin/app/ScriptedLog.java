package io.tocsin.app;

import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;

/** A log that does what a test says when it is read. */
record ScriptedLog(Reading reading) implements MessageLog {
    /** Delivers, or fails. */
    interface Reading {
        void read(long from, long to, Receiver receiver) throws LogException, InterruptedException;
    }

    @Override
    public String describe() {
        return "test";
    }

    @Override
    public Bounds bounds() {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public void read(long from, long to, Receiver receiver) throws LogException, InterruptedException {
        reading.read(from, to, receiver);
    }

    @Override
    public void close() {}
}
