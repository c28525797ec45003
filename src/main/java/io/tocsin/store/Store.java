package io.tocsin.store;

import io.tocsin.model.AlertJson;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.OpenAlert;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What outlives the engine, in one SQLite file: checkpoint, marks, journal, the rules the state reflects, open alerts and
 * outbox. A {@link #commit} is durable when it returns. Safe for any thread; each call waits for the one before.
 */
public final class Store implements AutoCloseable {
    private static final String FILE = "tocsin.db";
    private static final int VERSION = 1;
    private static final List<String> TABLES = List.of(
            "create table if not exists meta (name text primary key, value text not null) without rowid",
            "create table if not exists checkpoint (one integer primary key check (one = 1), sequence integer not null,"
                    + " clock integer not null, delay integer not null, log_time integer not null)",
            "create table if not exists mark (sequence integer primary key, clock integer not null,"
                    + " delay integer not null, log_time integer not null)",
            "create table if not exists correction (sequence integer primary key, clock integer not null)",
            "create table if not exists rule (name text primary key, fingerprint text not null, key text not null)"
                    + " without rowid",
            "create table if not exists open_alert (rule text not null, key text not null, body text not null,"
                    + " primary key (rule, key)) without rowid",
            "create table if not exists outbox (number integer primary key autoincrement, sink text not null,"
                    + " alert text, event text, set_aside text)",
            "create index if not exists outbox_waiting on outbox (sink, number) where set_aside is null");

    private final FolderLock lock;
    private final Database database;
    private final String producer;

    private Store(FolderLock lock, Database database) {
        this.lock = lock;
        this.database = database;
        this.producer = meta("producer").orElseThrow();
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
            Database database = Database.open(file);
            try {
                prepare(database, file);
                return new Store(lock, database);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void prepare(Database database, Path file) {
        int version = database.query(r -> r.getInt(1), "pragma user_version").get(0);
        if (version > VERSION) {
            throw new StoreException(file + ": written by a newer tocsin (schema " + version + ", this one knows "
                    + VERSION + "); use that one, or give this one a state.folder of its own");
        }
        database.transaction(() -> {
            TABLES.forEach(database::execute);
            database.execute("pragma user_version = " + VERSION);
            database.execute(
                    "insert or ignore into meta values ('producer', ?)",
                    UUID.randomUUID().toString());
            database.execute("insert or ignore into meta values ('derived', '0')");
        });
    }

    /** This installation's own name, made with the store. */
    public String producer() {
        return producer;
    }

    private synchronized Optional<String> meta(String name) {
        return database.query(r -> r.getString(1), "select value from meta where name = ?", name).stream()
                .findFirst();
    }

    /** The number of the last derived event, 0 before the first. */
    public long derived() {
        return Long.parseLong(meta("derived").orElse("0"));
    }

    /** How far the log has been evaluated, or nothing before the first commit. */
    public synchronized Optional<Checkpoint> checkpoint() {
        return database.query(Store::place, "select sequence, clock, delay, log_time from checkpoint").stream()
                .findFirst();
    }

    /** The newest mark whose clock is not after {@code clock}; where there is none, the oldest. Nothing before the first commit. */
    public synchronized Optional<Checkpoint> markFor(long clock) {
        return database
                .query(
                        Store::place,
                        "select sequence, clock, delay, log_time from mark"
                                + " order by clock <= ? desc, case when clock <= ? then -sequence else sequence end limit 1",
                        clock,
                        clock)
                .stream()
                .findFirst();
    }

    private static Checkpoint place(ResultSet r) throws SQLException {
        return new Checkpoint(r.getLong(1), new ClockState(r.getLong(2), r.getLong(3), r.getLong(4)));
    }

    /** Clock corrections for messages after {@code sequence}, in order. */
    public synchronized List<Commit.Correction> correctionsAfter(long sequence) {
        return database.query(
                r -> new Commit.Correction(r.getLong(1), r.getLong(2)),
                "select sequence, clock from correction where sequence > ? order by sequence",
                sequence);
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

    /** Makes a stretch of the log's consequences durable, all or none. */
    public synchronized void commit(Commit c) {
        database.transaction(() -> {
            for (Commit.Outgoing o : c.outgoing()) {
                database.execute(
                        "insert into outbox (sink, alert, event) values (?, ?, ?)",
                        o.sink(),
                        o.alert() == null ? null : AlertJson.write(o.alert()),
                        o.event() == null ? null : Records.write(o.event()));
            }
            for (Commit.Closed closed : c.closed()) {
                database.execute("delete from open_alert where rule = ? and key = ?", closed.rule(), closed.key());
            }
            for (OpenAlert a : c.changed()) {
                database.execute(
                        "insert or replace into open_alert values (?, ?, ?)", a.rule(), a.key(), Records.write(a));
            }
            for (Checkpoint mark : c.marks()) {
                place("insert or replace into mark values (?, ?, ?, ?)", mark);
            }
            for (Commit.Correction correction : c.corrections()) {
                database.execute(
                        "insert or replace into correction values (?, ?)", correction.sequence(), correction.clock());
            }
            List<Commit.KnownRule> rules = c.rules();
            if (rules != null) {
                database.execute("delete from rule");
                for (Commit.KnownRule rule : rules) {
                    database.execute("insert into rule values (?, ?, ?)", rule.name(), rule.fingerprint(), rule.key());
                }
            }
            database.execute("update meta set value = ? where name = 'derived'", Long.toString(c.derived()));
            place("insert or replace into checkpoint values (1, ?, ?, ?, ?)", c.checkpoint());
            forget(c.horizonStart());
        });
    }

    private void place(String sql, Checkpoint p) {
        database.execute(
                sql,
                p.sequence(),
                p.clock().clock(),
                p.clock().delay(),
                p.clock().logTime());
    }

    /** Drops marks and journal entries behind the newest mark from which the horizon can still be rebuilt. */
    private void forget(long horizonStart) {
        List<Long> needed = database.query(
                r -> r.getLong(1),
                "select max(sequence) from mark where clock <= ? having max(sequence) is not null",
                horizonStart);
        for (long sequence : needed) {
            database.execute("delete from mark where sequence < ?", sequence);
            database.execute("delete from correction where sequence <= ?", sequence);
        }
    }

    /** The oldest entries waiting for a sink, in order; see {@code send.Outbox}. */
    public synchronized List<Waiting> waiting(String sink, int limit) {
        return database.query(
                r -> new Waiting(r.getLong(1), outgoing(sink, r)),
                "select number, alert, event from outbox where sink = ? and set_aside is null order by number limit ?",
                sink,
                limit);
    }

    private static Commit.Outgoing outgoing(String sink, ResultSet r) throws SQLException {
        String alert = r.getString(2);
        String event = r.getString(3);
        return new Commit.Outgoing(
                sink, alert == null ? null : AlertJson.read(alert), event == null ? null : Records.derivedEvent(event));
    }

    /** An entry of the outbox and its number. */
    public record Waiting(long number, Commit.Outgoing outgoing) {}

    /** Forgets entries that have reached their sink. */
    public synchronized void sent(List<Long> numbers) {
        database.transaction(() -> numbers.forEach(n -> database.execute("delete from outbox where number = ?", n)));
    }

    /** Keeps an entry that was refused for good, with the reason; it no longer waits. */
    public synchronized void setAside(long number, String reason) {
        database.execute("update outbox set set_aside = ? where number = ?", reason, number);
    }

    /** How many entries wait, over all sinks. */
    public synchronized long waiting() {
        return database.query(r -> r.getLong(1), "select count(*) from outbox where set_aside is null")
                .get(0);
    }

    @Override
    public synchronized void close() {
        try {
            database.close();
        } finally {
            lock.close();
        }
    }
}
