package io.tocsin.app;

import io.tocsin.pipeline.send.Outbox;
import io.tocsin.store.StoredOutbox;
import java.util.List;
import java.util.OptionalLong;

/** The store's outbox as the senders see it. */
record StoreOutbox(StoredOutbox outbox) implements Outbox {
    @Override
    public List<Entry> take(String sink, long now, int limit) {
        return outbox.take(sink, now, limit).stream()
                .map(t -> new Entry(
                        t.number(),
                        t.outgoing().orderKey(),
                        t.failures(),
                        t.failingSince(),
                        t.outgoing().alert(),
                        t.outgoing().event(),
                        t.outgoing().letter()))
                .toList();
    }

    @Override
    public void giveBack(List<Long> entries) {
        outbox.giveBack(entries);
    }

    @Override
    public void sent(List<Long> entries) {
        outbox.sent(entries);
    }

    @Override
    public void putOff(long entry, long now, long until, String reason) {
        outbox.putOff(entry, now, until, reason);
    }

    @Override
    public OptionalLong nextDue(String sink) {
        return outbox.nextDue(sink);
    }

    @Override
    public void setAside(long entry, String reason) {
        outbox.setAside(entry, reason);
    }
}
