package io.tocsin.app;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Meaning;
import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine was told that the log does not hold, as far as any evaluation of the log has to obey it. Immutable. */
final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final List<Change> changes;
    private final List<Commit.Correction> corrections;

    /** Settings, in effect behind a message, and the clock when they came to be. */
    record Change(long after, long clock, Settings settings) {
        /** Brings an evaluator over this change. */
        void tell(Evaluator evaluator) {
            if (clock != ClockState.UNSET) {
                evaluator.correct(clock);
            }
            evaluator.settings(settings);
        }
    }

    private Journal(List<Change> changes, List<Commit.Correction> corrections) {
        this.changes = List.copyOf(changes);
        this.corrections = List.copyOf(corrections);
    }

    /** The same settings all along, with clock corrections in order. */
    static Journal of(Settings settings, List<Commit.Correction> corrections) {
        return new Journal(List.of(new Change(Long.MIN_VALUE, ClockState.UNSET, settings)), corrections);
    }

    /**
     * The journal as it was stored.
     *
     * @param entries in order
     * @param now gives what the entries do not say, and applies where there are none
     * @throws ConfigException if an entry's settings are not understood
     */
    static Journal of(List<JournalEntry> entries, List<Commit.Correction> corrections, Settings now)
            throws ConfigException {
        List<Change> changes = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (entry instanceof JournalEntry.Settings s) {
                long after = changes.isEmpty() ? Long.MIN_VALUE : s.after();
                String from = "journal, settings after message " + s.after();
                changes.add(new Change(after, s.clock(), Meaning.read(s.settings(), from, now)));
            }
        }
        return changes.isEmpty() ? of(now, corrections) : new Journal(changes, corrections);
    }

    /**
     * The journal behind a mark, as a running service obeys it: of entries that this version does not understand it says
     * so, and applies today's settings in their place.
     *
     * @param pending entries that are not stored yet
     */
    static Journal stored(Store store, Checkpoint mark, List<JournalEntry> pending, Settings now) {
        List<Commit.Correction> corrections = store.correctionsAfter(mark.sequence());
        List<JournalEntry> entries = new ArrayList<>(store.journal());
        entries.addAll(pending);
        try {
            return of(entries, corrections, now);
        } catch (ConfigException e) {
            log.warn(
                    "today's settings are applied to messages of before, as the stored ones are no longer understood: {}",
                    e.getMessage());
            return of(now, corrections);
        }
    }

    /** The entry for a rule set that takes over. */
    static JournalEntry.Rules takeover(RuleSet rules, Checkpoint at, Checkpoint from) {
        SortedMap<String, String> files = new TreeMap<>();
        rules.files().forEach(file -> files.put(file.path(), file.text()));
        return new JournalEntry.Rules(at, from, rules.fingerprint(), files);
    }

    /** The entry for settings that take effect. */
    static JournalEntry.Settings tuned(Settings settings, Checkpoint at) {
        return new JournalEntry.Settings(at.sequence(), at.clock().clock(), Meaning.text(settings));
    }

    /**
     * What a start adds: the settings and the rules that apply from now on, where they are not those of the entries.
     *
     * @param at the checkpoint
     * @param from where the rebuild begins
     */
    static List<JournalEntry> changes(
            List<JournalEntry> entries, Settings settings, RuleSet rules, Checkpoint at, Checkpoint from) {
        String meaning = Meaning.text(settings);
        String meant = "";
        String ran = "";
        for (JournalEntry entry : entries) {
            if (entry instanceof JournalEntry.Settings s) {
                meant = s.settings();
            } else if (entry instanceof JournalEntry.Rules r) {
                ran = r.fingerprint();
            }
        }
        List<JournalEntry> changes = new ArrayList<>();
        if (!meaning.equals(meant)) {
            changes.add(tuned(settings, at));
        }
        if (!rules.fingerprint().equals(ran)) {
            changes.add(takeover(rules, at, from));
        }
        return changes;
    }

    /** A number for the settings that decide what a message means; it changes where they do. */
    int era(long sequence) {
        int era = changes.size() - 1;
        while (changes.get(era).after() >= sequence) {
            era--;
        }
        return era;
    }

    /** The settings of a message. */
    Settings settings(long sequence) {
        return changes.get(era(sequence)).settings();
    }

    /** What came to be with an era. */
    Change change(int era) {
        return changes.get(era);
    }

    /** The clock corrections for message {@code from} and later ones, in order. */
    Deque<Commit.Correction> corrections(long from) {
        Deque<Commit.Correction> due = new ArrayDeque<>(corrections);
        while (!due.isEmpty() && due.getFirst().sequence() < from) {
            due.removeFirst();
        }
        return due;
    }
}
