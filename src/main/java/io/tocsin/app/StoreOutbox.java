package io.tocsin.app;

import io.tocsin.pipeline.send.Outbox;
import io.tocsin.store.Store;
import java.util.List;

/** The store's outbox as the senders see it. */
record StoreOutbox(Store store) implements Outbox {
    @Override
    public List<Entry> waiting(String sink, int limit) {
        return store.waiting(sink, limit).stream()
                .map(w ->
                        new Entry(w.number(), w.outgoing().alert(), w.outgoing().event()))
                .toList();
    }

    @Override
    public void sent(List<Long> entries) {
        store.sent(entries);
    }

    @Override
    public void setAside(long entry, String reason) {
        store.setAside(entry, reason);
    }
}
