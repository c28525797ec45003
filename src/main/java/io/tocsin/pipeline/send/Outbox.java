package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DerivedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is still to be sent, kept by the store; every method is safe for any thread and durable when it returns. */
public interface Outbox {
    /** The oldest entries waiting for a sink, in order, at most {@code limit}; those set aside are left out. */
    List<Entry> waiting(String sink, int limit);

    /** These entries have reached their sink and are forgotten. */
    void sent(List<Long> entries);

    /** This entry is refused for good: it is kept, with the reason, and no longer waits. */
    void setAside(long entry, String reason);

    /**
     * One entry: either an alert or a derived event.
     *
     * @param number rises with the order of entering the outbox
     */
    record Entry(long number, @Nullable Alert alert, @Nullable DerivedEvent event) {}
}
