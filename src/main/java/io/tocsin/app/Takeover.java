package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A warmed engine that is to take over, and what can be made ready for it while the old one still runs: the engine stands still
 * until the rest is done.
 *
 * @param known the rules as the store is to know them
 * @param counted the rules by which rows and alerts are counted
 * @param entry for the journal, but for the place
 * @param horizon ms before the checkpoint that must stay rebuildable from then on
 * @param changed the settings that apply from then on, or null where they stay the same
 */
record Takeover(
        Warmup warmup,
        List<Commit.KnownRule> known,
        List<RuleCounts.Identified> counted,
        JournalEntry.Rules entry,
        long horizon,
        @Nullable Settings changed) {
    /**
     * Makes it ready.
     *
     * @param from where its warm-up began
     */
    static Takeover of(Warmup warmup, Checkpoint from, long horizon, @Nullable Settings changed) {
        RuleSet rules = warmup.rules();
        return new Takeover(
                warmup,
                Warmup.known(rules.rules()),
                RuleCounts.identified(rules.rules()),
                Journal.takeover(rules, from, from),
                horizon,
                changed);
    }

    /** The entry for the journal, where it is known at which place. */
    JournalEntry.Rules entry(Checkpoint at) {
        return new JournalEntry.Rules(at, entry.from(), entry.fingerprint(), entry.files());
    }
}
