package io.tocsin.app;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Settings;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.RuleTexts;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.JournalSnapshot;
import io.tocsin.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a replay goes by: today's rules and settings, or those that applied to each message when it came. */
public final class Course {
    private static final String LOG_ONLY = "log only";

    private final Settings settings;
    private final String basis;
    private final Journal journal;
    private final @Nullable RuleSet rules;
    private final List<JournalEntry.Rules> takeovers;
    private final @Nullable JournalSnapshot snapshot;
    private final Set<String> only;

    private Course(
            Settings settings,
            String basis,
            Journal journal,
            @Nullable RuleSet rules,
            List<JournalEntry.Rules> takeovers,
            @Nullable JournalSnapshot snapshot,
            Set<String> only) {
        this.settings = settings;
        this.basis = basis;
        this.journal = journal;
        this.rules = rules;
        this.takeovers = takeovers;
        this.snapshot = snapshot;
        this.only = Set.copyOf(only);
    }

    /** These rules and settings all along. */
    public static Course of(Settings settings, RuleSet rules) {
        return new Course(settings, "", Journal.of(settings, List.of()), rules, List.of(), null, Set.of());
    }

    /**
     * These rules and settings, and of the journal what the log does not know of the clock.
     *
     * @throws StoreException if there is a store that cannot be read
     */
    public static Course withClock(Settings settings, RuleSet rules) {
        JournalSnapshot found = JournalSnapshot.read(settings.state().folder()).orElse(null);
        List<Commit.Correction> corrections = found == null ? List.of() : found.corrections();
        String basis =
                found == null ? LOG_ONLY : "log, and " + corrections.size() + " clock corrections of the journal";
        return new Course(settings, basis, Journal.of(settings, corrections), rules, List.of(), null, Set.of());
    }

    /**
     * The rules and settings that the journal has for each message.
     *
     * @param settings where the store is, and what the journal does not say
     * @throws StoreException if there is no store, or it cannot be read, or holds no rules
     * @throws ConfigException if settings of before are no longer understood
     */
    public static Course asItWas(Settings settings) throws ConfigException {
        JournalSnapshot snapshot = JournalSnapshot.read(settings.state().folder())
                .orElseThrow(() -> new StoreException(settings.state().folder()
                        + ": holds no journal; tocsin run keeps it there, and state.folder says where"));
        Journal journal = Journal.of(snapshot.entries(), snapshot.corrections(), settings);
        List<JournalEntry.Rules> takeovers = snapshot.entries().stream()
                .filter(JournalEntry.Rules.class::isInstance)
                .map(JournalEntry.Rules.class::cast)
                .toList();
        if (takeovers.isEmpty()) {
            throw new StoreException(
                    settings.state().folder() + ": its journal holds no rules yet; start tocsin run once");
        }
        return new Course(settings, "log and journal, as it was", journal, null, takeovers, snapshot, Set.of());
    }

    /**
     * The rules that the service with these settings runs, or ran last, with the settings that it goes by, all along.
     *
     * @throws StoreException if there is no store, or it cannot be read, or holds no rules
     * @throws ConfigException if settings of before are no longer understood
     * @throws RuleException if the rules are no longer accepted
     */
    public static Course running(Settings settings) throws ConfigException, RuleException, InterruptedException {
        Course was = asItWas(settings);
        RuleSet last = was.compile(was.takeovers.get(was.takeovers.size() - 1));
        return withClock(was.journal.settings(Long.MAX_VALUE), last);
    }

    /** The key columns of each alert rule, where the same rules apply all along. */
    Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new TreeMap<>();
        if (rules != null) {
            for (Rule rule : rules.rules()) {
                if (rule.alert() != null) {
                    keys.put(rule.name(), rule.alert().key());
                }
            }
        }
        return keys;
    }

    /** The names of the rules it goes by, at any place. */
    public SortedSet<String> ruleNames() {
        SortedSet<String> names = new TreeSet<>();
        if (rules != null) {
            rules.rules().forEach(rule -> names.add(rule.name()));
        }
        takeovers.forEach(
                entry -> names.addAll(RuleTexts.of(files(entry.files())).names()));
        return names;
    }

    /** The same, by these rules alone, with what resolves them and what they build on. */
    public Course only(Set<String> names) throws InterruptedException {
        RuleSet some = rules == null ? null : new RuleCompiler(settings).only(rules, names);
        return new Course(settings, basis, journal, some, takeovers, snapshot, names);
    }

    /** Whether alerts of this rule are asked for: those of the feed itself are among all, but not among the ones named. */
    boolean tells(String rule) {
        return only.isEmpty() || only.contains(rule) || !rule.startsWith(Rule.RESERVED);
    }

    /**
     * How much engine time before a message gives the windows of its rules again, ms.
     *
     * @throws RuleException if rules of the journal are no longer accepted
     */
    public long horizon(long sequence) throws RuleException, InterruptedException {
        return rules(sequence).horizon(journal.settings(sequence));
    }

    /** The part of a stretch for which the journal has rules, and that had been evaluated. */
    public Stretch within(Stretch stretch) {
        if (snapshot == null) {
            return stretch;
        }
        JournalEntry.Rules first = takeovers.get(0);
        return new Stretch(
                Math.max(stretch.warm(), first.from().sequence() + 1),
                Math.max(stretch.from(), first.after() + 1),
                Math.min(stretch.to(), snapshot.checkpoint().sequence()));
    }

    /** Of a course that goes by the journal those of today. */
    public Settings settings() {
        return settings;
    }

    /** What beside the log it goes by, in words; empty where there could be nothing. */
    String basis() {
        return basis;
    }

    Journal journal() {
        return journal;
    }

    /** The journal it goes by in everything, or null. */
    @Nullable
    JournalSnapshot snapshot() {
        return snapshot;
    }

    /** The rules for a message, and for those before the first that the journal has rules for. */
    RuleSet rules(long sequence) throws RuleException, InterruptedException {
        return rules != null ? rules : compile(takeovers.get(current(sequence)));
    }

    /** The entry of the journal whose rules apply to a message, or null where the journal does not say. */
    JournalEntry.@Nullable Rules takeover(long sequence) {
        return takeovers.isEmpty() ? null : takeovers.get(current(sequence));
    }

    /** The rule files that apply to a message. */
    RuleTexts texts(long sequence) {
        JournalEntry.Rules entry = takeover(sequence);
        return RuleTexts.of(entry == null ? rules == null ? List.of() : rules.files() : files(entry.files()));
    }

    /** What takes over from message {@code sequence} on, in order. */
    List<JournalEntry.Rules> takeovers(long sequence) {
        return takeovers.isEmpty() ? List.of() : takeovers.subList(current(sequence) + 1, takeovers.size());
    }

    /** What takes over from message {@code sequence} on, settings that change, and gaps of the feed, in order. */
    List<JournalEntry> told(long sequence) {
        if (snapshot == null) {
            return List.of();
        }
        List<JournalEntry.Rules> rules = takeovers(sequence);
        List<JournalEntry> settings = settings(snapshot.entries());
        List<JournalEntry> changes =
                settings.subList(Math.min(journal.era(sequence) + 1, settings.size()), settings.size());
        return snapshot.entries().stream()
                .filter(entry -> entry instanceof JournalEntry.Gap gap
                        ? gap.after() >= sequence - 1
                        : rules.contains(entry) || changes.contains(entry))
                .toList();
    }

    private static List<JournalEntry> settings(List<JournalEntry> entries) {
        return entries.stream().filter(JournalEntry.Settings.class::isInstance).toList();
    }

    /** The settings with which the rules of an entry took over: those told of before. */
    private Settings settings(JournalEntry.Rules entry) {
        List<JournalEntry> entries = Objects.requireNonNull(snapshot).entries();
        int told = settings(entries.subList(0, entries.indexOf(entry))).size();
        return journal.change(Math.max(0, told - 1)).settings();
    }

    private int current(long sequence) {
        int current = 0;
        while (current + 1 < takeovers.size() && takeovers.get(current + 1).after() < sequence) {
            current++;
        }
        return current;
    }

    /** Compiles the rules of an entry, with the settings of that place. */
    RuleSet compile(JournalEntry.Rules entry) throws RuleException, InterruptedException {
        RuleCompiler compiler = new RuleCompiler(settings(entry));
        RuleSet all =
                compiler.compile(files(entry.files()), path -> "rules after message " + entry.after() + ": " + path);
        return only.isEmpty() ? all : compiler.only(all, only);
    }

    private static List<RuleFile> files(SortedMap<String, String> files) {
        return files.entrySet().stream()
                .map(file -> new RuleFile(file.getKey(), file.getValue()))
                .toList();
    }
}
