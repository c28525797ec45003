package io.tocsin.store;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.FeedGap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Something the engine was told that the log does not hold; in effect from the next message on. */
public sealed interface JournalEntry {
    /** The last message before it. */
    long after();

    /**
     * The settings on which the meaning of messages depends.
     *
     * @param clock the clock when they took effect, which ticks may have moved since message {@code after}; or
     *     {@link ClockState#UNSET}
     * @param settings as {@code config.Meaning} writes them
     */
    record Settings(long after, long clock, String settings) implements JournalEntry {
        public Settings(long after, String settings) {
            this(after, ClockState.UNSET, settings);
        }
    }

    /**
     * A rule set takes over.
     *
     * @param at where, and the clock at which it did
     * @param from the place from which its engine had been warmed
     * @param fingerprint equal for two rule sets that mean the same
     * @param files each file's text by its path in the rule folder
     */
    record Rules(Checkpoint at, Checkpoint from, String fingerprint, SortedMap<String, String> files)
            implements JournalEntry {
        public Rules {
            files = new TreeMap<>(files);
        }

        @Override
        public long after() {
            return at.sequence();
        }
    }

    /**
     * A gap of the feed is found.
     *
     * @param after the last message before the gap
     * @param clock the clock when it was found, which ticks may have moved since that message
     * @param lasts see {@link FeedGap}
     */
    record Gap(long after, long clock, long lasts, FeedGap.Cause cause) implements JournalEntry {}
}
