package io.tocsin.store;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.FeedGap;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.RuleStatus;
import io.tocsin.store.Database.Durability;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What outlives the engine, in one SQLite file: checkpoint, marks, journal, the rules the state reflects, open alerts, a gap
 * of the feed and what is held for it, outbox and alert history. What it has taken survives the end of the process, and what may
 * have been sent survives that of the machine's power. Safe for any thread; each call waits for the one before.
 */
public final class Store implements AutoCloseable {
    static final String FILE = "tocsin.db";

    private final FolderLock lock;
    private final Database database;
    private final Marks marks;
    private final JournalTable journal;
    private final History history;
    private final Reloads reloads;
    private final String producer;
    private final StoredOutbox outbox;
    /** As the file has it, so that a commit writes it only where it has changed. */
    private long derived;

    private Store(FolderLock lock, Database database, Path file) {
        this.lock = lock;
        this.database = database;
        this.journal = new JournalTable(database);
        this.producer = meta("producer").orElseThrow();
        this.derived = Long.parseLong(meta("derived").orElse("0"));
        // After a loss of power a mark or two may be missing, but never a commit that was made after them.
        this.marks = new Marks(
                Database.open(file, Durability.NORMAL),
                checkpoint().map(Checkpoint::sequence).orElse(-1L));
        this.history = new History(Database.open(file, Durability.NORMAL));
        this.reloads = new Reloads(Database.open(file, Durability.NORMAL));
        this.outbox = new StoredOutbox(database, this);
    }

    /**
     * Opens the store of a folder, and makes both where they are missing.
     *
     * @throws StoreException if another process has it, or it cannot be used; the message says what to do
     */
    public static Store open(Path folder) {
        FolderLock lock = FolderLock.take(folder);
        try {
            Path file = folder.resolve(FILE);
            Database database = Database.open(file, Durability.FULL);
            try {
                Schema.prepare(database, file);
                return new Store(lock, database, file);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** This installation's own name, made with the store. */
    public String producer() {
        return producer;
    }

    /** The places to rebuild from. Closed with the store. */
    public Marks marks() {
        return marks;
    }

    /** The alert history. Closed with the store. */
    public History history() {
        return history;
    }

    /** What is asked of the rules. Closed with the store. */
    public Reloads reloads() {
        return reloads;
    }

    /** What has become of the rules. */
    public synchronized List<RuleStatus> ruleStatuses() {
        return RulesFile.statuses(database);
    }

    /** What is still to be sent. Closed with the store. */
    public StoredOutbox outbox() {
        return outbox;
    }

    private synchronized Optional<String> meta(String name) {
        return database.query(r -> r.getString(1), "select value from meta where name = ?", name).stream()
                .findFirst();
    }

    /** The number of the last derived event, 0 before the first. */
    public synchronized long derived() {
        return derived;
    }

    /** How far the log has been evaluated, or nothing before the first commit. */
    public synchronized Optional<Checkpoint> checkpoint() {
        return checkpoint(database);
    }

    static Optional<Checkpoint> checkpoint(Database database) {
        return database.query(Store::place, "select sequence, clock, delay, log_time, origins from checkpoint").stream()
                .findFirst();
    }

    static Checkpoint place(ResultSet r) throws SQLException {
        return new Checkpoint(r.getLong(1), new ClockState(r.getLong(2), r.getLong(3), r.getLong(4)), r.getString(5));
    }

    /** Clock corrections for messages after {@code sequence}, in order. */
    public synchronized List<Commit.Correction> correctionsAfter(long sequence) {
        return correctionsAfter(database, sequence);
    }

    static List<Commit.Correction> correctionsAfter(Database database, long sequence) {
        return database.query(
                r -> new Commit.Correction(r.getLong(1), r.getLong(2)),
                "select sequence, clock from correction where sequence > ? order by sequence",
                sequence);
    }

    /** The rest of the journal, in the order in which it took effect. */
    public synchronized List<JournalEntry> journal() {
        return journal.entries();
    }

    /** Drops of the journal what no message from {@code first} on, the first that the log keeps, is concerned by. */
    public synchronized void forgetJournalBefore(long first) {
        database.transaction(() -> journal.forgetBefore(first));
    }

    /** The rules whose rows the state reflects. */
    public synchronized List<Commit.KnownRule> knownRules() {
        return database.query(
                r -> new Commit.KnownRule(r.getString(1), r.getString(2), r.getString(3)),
                "select name, fingerprint, key from rule order by name");
    }

    /** The alerts open at the checkpoint. */
    public synchronized List<OpenAlert> openAlerts() {
        return database.query(
                r -> Records.openAlert(r.getString(1), r.getString(2), r.getString(3)),
                "select rule, key, body from open_alert order by rule, key");
    }

    /** The gap of the feed at the checkpoint, its grace included, or nothing. */
    public synchronized Optional<FeedGap> feedGap() {
        return database
                .query(
                        r -> new FeedGap(r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4)),
                        "select after, since, lasts, until from feed_gap")
                .stream()
                .findFirst();
    }

    /** The alerts of absence held for it. */
    public synchronized List<OpenAlert> heldAlerts() {
        return database.query(
                r -> Records.openAlert(r.getString(1), r.getString(2), r.getString(3)),
                "select rule, key, body from held_alert order by rule, key");
    }

    /**
     * Makes a stretch of the log's consequences durable, all or none. Where nothing is to be sent and nothing was, a loss of
     * power soon after may undo it: nobody has seen anything of it, and the log gives it again.
     */
    public synchronized void commit(Commit c) {
        database.transaction(durability(c), () -> write(c));
        committed(c);
    }

    private void committed(Commit c) {
        derived = c.derived();
        outbox.committed(c.outgoing());
    }

    synchronized Durability durability(Commit c) {
        return c.outgoing().isEmpty() && !outbox.isUnforced() ? Durability.NORMAL : Durability.FULL;
    }

    /**
     * Begins anew at another log, all or nothing: what speaks of places in the old one is dropped (marks, last events,
     * journal), and of open alerts nobody knows until their sensors report. Outbox, history and known rules stay, and a gap of
     * the feed lasts until the first message.
     *
     * @param c the place in the new log
     */
    public synchronized void beginAnew(Commit c) {
        database.transaction(() -> {
            for (String table : List.of("mark", "last_event", "correction", "journal", "rule_file")) {
                database.execute("delete from " + table);
            }
            for (OpenAlert a : openAlerts()) {
                put("open_alert", a.unheard());
            }
            feedGap().ifPresent(gap -> put(gap.before(c.checkpoint().sequence())));
            write(c);
        });
        committed(c);
    }

    private void put(String table, OpenAlert a) {
        database.execute("insert or replace into " + table + " values (?, ?, ?)", a.rule(), a.key(), Records.write(a));
    }

    private void put(FeedGap gap) {
        database.execute(
                "insert or replace into feed_gap values (1, ?, ?, ?, ?)",
                gap.after(),
                gap.since(),
                gap.lasts(),
                gap.until());
    }

    private void write(Commit.FeedChange change) {
        for (Commit.Closed dropped : change.dropped()) {
            database.execute("delete from held_alert where rule = ? and key = ?", dropped.rule(), dropped.key());
        }
        change.held().forEach(alert -> put("held_alert", alert));
        FeedGap gap = change.gap();
        if (gap == null) {
            database.execute("delete from feed_gap");
        } else {
            put(gap);
        }
    }

    private void write(Commit c) {
        AlertTexts texts = new AlertTexts();
        c.alerts().forEach(alert -> History.write(database, alert, texts.of(alert)));
        outbox.put(c.outgoing(), texts, System.currentTimeMillis());
        for (Commit.Closed closed : c.closed()) {
            database.execute("delete from open_alert where rule = ? and key = ?", closed.rule(), closed.key());
        }
        c.changed().forEach(alert -> put("open_alert", alert));
        Commit.FeedChange feed = c.feed();
        if (feed != null) {
            write(feed);
        }
        for (Commit.Correction correction : c.corrections()) {
            database.execute(
                    "insert or replace into correction values (?, ?)", correction.sequence(), correction.clock());
        }
        c.journal().forEach(journal::add);
        List<Commit.KnownRule> rules = c.rules();
        if (rules != null) {
            database.execute("delete from rule");
            for (Commit.KnownRule rule : rules) {
                database.execute("insert into rule values (?, ?, ?)", rule.name(), rule.fingerprint(), rule.key());
            }
            database.execute("delete from rule_status");
        }
        for (RuleStatus status : c.statuses()) {
            database.execute("insert or replace into rule_status values (?, ?)", status.name(), RulesFile.body(status));
        }
        if (c.derived() != derived) {
            database.execute("update meta set value = ? where name = 'derived'", Long.toString(c.derived()));
        }
        database.execute(
                "insert or replace into checkpoint values (1, ?, ?, ?, ?, ?)",
                c.checkpoint().sequence(),
                c.checkpoint().clock().clock(),
                c.checkpoint().clock().delay(),
                c.checkpoint().clock().logTime(),
                c.checkpoint().origins());
    }

    @Override
    public synchronized void close() {
        try (lock;
                database;
                history;
                reloads) {
            marks.close();
        }
    }
}
