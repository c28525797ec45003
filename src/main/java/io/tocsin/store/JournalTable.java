package io.tocsin.store;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.FeedGap;
import io.tocsin.model.Fingerprint;
import io.tocsin.model.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The journal's entries as rows. A rule file's text is stored once, however many rule sets hold it. */
final class JournalTable {
    private static final String SETTINGS = "settings";
    private static final String RULES = "rules";
    private static final String GAP = "gap";
    /** No section of settings begins with this: their clock is a section. */
    private static final String WITH_CLOCK = "{\"clock\":";

    private final Database database;

    JournalTable(Database database) {
        this.database = database;
    }

    /** Within the caller's transaction. */
    void add(JournalEntry entry) {
        if (entry instanceof JournalEntry.Settings settings) {
            insert(entry, SETTINGS, write(settings));
        } else if (entry instanceof JournalEntry.Rules rules) {
            SortedMap<String, String> hashes = new TreeMap<>();
            rules.files().forEach((path, text) -> {
                String hash = Fingerprint.of(text);
                database.execute("insert or ignore into rule_file values (?, ?)", hash, text);
                hashes.put(path, hash);
            });
            Map<String, @Nullable Object> o = new LinkedHashMap<>();
            o.put("at", write(rules.at()));
            o.put("from", write(rules.from()));
            o.put("fingerprint", rules.fingerprint());
            o.put("files", hashes);
            insert(entry, RULES, Json.object(o));
        } else if (entry instanceof JournalEntry.Gap gap) {
            Map<String, @Nullable Object> o = new LinkedHashMap<>();
            o.put("clock", gap.clock());
            o.put("lasts", gap.lasts());
            o.put("cause", gap.cause().name().toLowerCase(Locale.ROOT));
            insert(entry, GAP, Json.object(o));
        }
    }

    private void insert(JournalEntry entry, String kind, String body) {
        database.execute("insert into journal (after, kind, body) values (?, ?, ?)", entry.after(), kind, body);
    }

    private record Row(long after, String kind, String body) {}

    /** All entries, in the order in which they took effect. */
    List<JournalEntry> entries() {
        return database
                .query(
                        r -> new Row(r.getLong(1), r.getString(2), r.getString(3)),
                        "select after, kind, body from journal order by number")
                .stream()
                .map(this::entry)
                .toList();
    }

    private JournalEntry entry(Row row) {
        try {
            return switch (row.kind()) {
                case SETTINGS -> settings(row.after(), row.body());
                case RULES -> rules(row.body());
                case GAP -> gap(row.after(), row.body());
                default -> throw new IllegalArgumentException("kind " + row.kind());
            };
        } catch (RuntimeException e) {
            throw database.damaged("journal entry after message " + row.after(), e);
        }
    }

    @SuppressWarnings("unchecked") // written above
    private JournalEntry.Rules rules(String body) {
        Map<String, @Nullable Object> o = Json.readObject(body);
        SortedMap<String, String> files = new TreeMap<>();
        hashes(o).forEach((path, hash) -> files.put(path, text(hash)));
        return new JournalEntry.Rules(
                place((List<Long>) Records.field(o, "at")),
                place((List<Long>) Records.field(o, "from")),
                (String) Records.field(o, "fingerprint"),
                files);
    }

    /** The text alone where there is no clock, as earlier versions wrote it. */
    private static String write(JournalEntry.Settings settings) {
        if (settings.clock() == ClockState.UNSET) {
            return settings.settings();
        }
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("clock", settings.clock());
        o.put("settings", settings.settings());
        return Json.object(o);
    }

    private static JournalEntry.Settings settings(long after, String body) {
        if (!body.startsWith(WITH_CLOCK)) {
            return new JournalEntry.Settings(after, body);
        }
        Map<String, @Nullable Object> o = Json.readObject(body);
        return new JournalEntry.Settings(
                after, (Long) Records.field(o, "clock"), (String) Records.field(o, "settings"));
    }

    private static JournalEntry.Gap gap(long after, String body) {
        Map<String, @Nullable Object> o = Json.readObject(body);
        String cause = (String) Records.field(o, "cause");
        return new JournalEntry.Gap(
                after,
                (Long) Records.field(o, "clock"),
                (Long) Records.field(o, "lasts"),
                FeedGap.Cause.valueOf(cause.toUpperCase(Locale.ROOT)));
    }

    @SuppressWarnings("unchecked") // written above
    private static Map<String, String> hashes(Map<String, @Nullable Object> rules) {
        return (Map<String, String>) Records.field(rules, "files");
    }

    private String text(String hash) {
        return database.query(r -> r.getString(1), "select text from rule_file where hash = ?", hash).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rule file " + hash));
    }

    private static List<Long> write(Checkpoint place) {
        ClockState clock = place.clock();
        return List.of(place.sequence(), clock.clock(), clock.delay(), clock.logTime());
    }

    private static Checkpoint place(List<Long> fields) {
        return new Checkpoint(fields.get(0), new ClockState(fields.get(1), fields.get(2), fields.get(3)));
    }

    /** Forgets what was over before message {@code first}, within the caller's transaction. */
    void forgetBefore(long first) {
        database.execute("delete from correction where sequence < ?", first);
        database.execute(
                "delete from journal where exists (select 1 from journal later where later.kind = journal.kind"
                        + " and later.number > journal.number and later.after < ?)",
                first);
        Set<String> used = new HashSet<>();
        database.query(r -> r.getString(1), "select body from journal where kind = '" + RULES + "'")
                .forEach(body -> used.addAll(hashes(Json.readObject(body)).values()));
        database.query(r -> r.getString(1), "select hash from rule_file").stream()
                .filter(hash -> !used.contains(hash))
                .forEach(hash -> database.execute("delete from rule_file where hash = ?", hash));
    }
}
