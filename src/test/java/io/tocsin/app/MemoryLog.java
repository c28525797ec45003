package io.tocsin.app;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import java.util.List;

/** A log that is a list: message n is element n - 1. */
record MemoryLog(List<Message> messages) implements MessageLog {
    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public Bounds bounds() {
        return new Bounds(1, messages.size());
    }

    @Override
    public void read(long from, long to, Receiver receiver) throws InterruptedException {
        for (Message message : messages.subList((int) from - 1, (int) Math.min(to, messages.size()))) {
            receiver.message(message);
        }
    }

    @Override
    public void close() {}
}
