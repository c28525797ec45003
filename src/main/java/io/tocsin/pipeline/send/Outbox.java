package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be sent, kept by the store; every method is safe for any thread. What it has changed survives the end of
 * the process when it returns. Times are epoch ms.
 */
public interface Outbox {
    /**
     * Hands out entries that may be sent now, at most {@code limit}, oldest first. An entry is out until it is sent, set
     * aside, put off or given back, and meanwhile not handed out again. What was put off comes when its time has come;
     * later entries of its order key wait behind it. Those set aside are left out.
     */
    List<Entry> take(String sink, long now, int limit);

    /** These entries are not sent for now and may be handed out again. */
    void giveBack(List<Long> entries);

    /** These entries have reached their sink and are forgotten. A loss of power soon after may bring the last few back. */
    void sent(List<Long> entries);

    /** This entry was tried at {@code now} in vain, and is not tried again before {@code until}. */
    void putOff(long entry, long now, long until, String reason);

    /** When the next entry that was put off may be tried again, or nothing where none was. */
    OptionalLong nextDue(String sink);

    /** This entry is not tried again: it is kept, with the reason, and no longer waits. */
    void setAside(long entry, String reason);

    /**
     * One entry: either an alert, a derived event or a dead letter.
     *
     * @param number rises with the order of entering the outbox
     * @param orderKey entries of one sink that share it are sent in order, each after the one before was taken by its
     *     receiver or set aside; null where the order does not matter
     * @param failures how often it was put off
     * @param failingSince when it was put off for the first time, 0 if never
     */
    record Entry(
            long number,
            @Nullable String orderKey,
            int failures,
            long failingSince,
            @Nullable Alert alert,
            @Nullable DerivedEvent event,
            @Nullable DeadLetter letter) {}
}
