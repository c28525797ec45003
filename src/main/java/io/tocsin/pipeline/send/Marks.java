package io.tocsin.pipeline.send;

import io.tocsin.pipeline.send.Outbox.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What was sent and is not marked as sent in the outbox yet; marked in groups, as each mark costs a write to the disk. */
final class Marks {
    /**
     * With a window of 128 under way, and 64 marks that a loss of power may undo, no more than 256 may be sent again: so many
     * a reader knows as duplicates.
     */
    private static final int GROUP = 64;
    /** How much of what was sent may lack its mark, and is sent again if the program dies. */
    private static final long WITHIN_MS = 100;

    private final Outbox outbox;
    private final List<Long> sent = new ArrayList<>();
    private long since;

    Marks(Outbox outbox) {
        this.outbox = outbox;
    }

    void add(Entry entry, long now) {
        if (sent.isEmpty()) {
            since = now;
        }
        sent.add(entry.number());
    }

    /** Epoch ms, or nothing where nothing lacks its mark. */
    OptionalLong due() {
        return sent.isEmpty() ? OptionalLong.empty() : OptionalLong.of(since + WITHIN_MS);
    }

    boolean areDue(long now) {
        return sent.size() >= GROUP || (!sent.isEmpty() && now >= since + WITHIN_MS);
    }

    void write() {
        if (!sent.isEmpty()) {
            outbox.sent(List.copyOf(sent));
            sent.clear();
        }
    }

    int size() {
        return sent.size();
    }
}
