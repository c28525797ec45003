package io.tocsin.store;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The tables of a store. A file of any earlier version is brought to the present one, step by step, all or nothing. */
final class Schema {
    private static final List<String> TABLES = List.of(
            "create table meta (name text primary key, value text not null) without rowid",
            "create table checkpoint (one integer primary key check (one = 1), sequence integer not null,"
                    + " clock integer not null, delay integer not null, log_time integer not null)",
            "create table mark (sequence integer primary key, clock integer not null,"
                    + " delay integer not null, log_time integer not null)",
            "create table correction (sequence integer primary key, clock integer not null)",
            "create table rule (name text primary key, fingerprint text not null, key text not null)"
                    + " without rowid",
            "create table open_alert (rule text not null, key text not null, body text not null,"
                    + " primary key (rule, key)) without rowid",
            "create table outbox (number integer primary key autoincrement, sink text not null,"
                    + " alert text, event text, set_aside text)",
            "create index outbox_waiting on outbox (sink, number) where set_aside is null");

    /** What each version added to the one before; only ever appended to. */
    private static final List<List<String>> VERSIONS = List.of(
            TABLES,
            List.of(
                    // Some files of version 1 have these.
                    "create table if not exists last_event (sensor text not null, mark integer not null,"
                            + " ordinal integer not null, body text not null, primary key (sensor, mark)) without rowid",
                    "create index if not exists last_event_mark on last_event (mark)",
                    "alter table outbox add column letter text"),
            List.of(
                    "create table journal (number integer primary key autoincrement, after integer not null,"
                            + " kind text not null, body text not null)",
                    "create table rule_file (hash text primary key, text text not null) without rowid"),
            List.of(
                    // In epoch ms: since when an entry waits, when it may be tried again, since when it was put off.
                    "alter table outbox add column since integer",
                    "alter table outbox add column due integer",
                    "alter table outbox add column failing_since integer",
                    "alter table outbox add column failures integer not null default 0",
                    "alter table outbox add column reason text",
                    "alter table outbox add column resend integer",
                    "alter table outbox add column state text",
                    "alter table outbox add column order_key text",
                    "update outbox set state = json_extract(alert, '$.state'), order_key = json_extract(alert, '$.alert')"
                            + " where json_valid(alert)",
                    "update outbox set order_key = json_array(json_extract(event, '$.rule'),"
                            + " json_extract(event, '$.host'), json_extract(event, '$.service'))"
                            + " where json_valid(event)",
                    "drop index outbox_waiting",
                    "create index outbox_waiting on outbox (sink, due, number) where set_aside is null",
                    "create index outbox_put_off on outbox (sink, order_key) where due is not null",
                    "create index outbox_lesser on outbox (state, number)"
                            + " where set_aside is null and state in ('repeated', 'notice')",
                    "create index outbox_resend on outbox (sink) where resend is not null"),
            List.of(
                    "create table history (number integer primary key autoincrement, time integer not null,"
                            + " body text not null)",
                    "create table open_change (number integer primary key, alert text not null unique,"
                            + " time integer not null, body text not null)",
                    // Of an alert that is open already only the firing is known, without its id and with the template
                    "insert into open_change select row_number() over (order by body ->> '$.startedAt') - 1 - count(*) over (),"
                            + " body ->> '$.alert', body ->> '$.startedAt', '{\"id\":' || (body -> '$.alert')"
                            + " || ',\"alert\":' || (body -> '$.alert') || ',\"rule\":' || json_quote(rule)"
                            + " || ',\"state\":\"firing\",\"severity\":' || (body -> '$.severity')"
                            + " || ',\"host\":' || (body -> '$.host') || ',\"service\":' || (body -> '$.service')"
                            + " || strftime(',\"time\":\"%FT%H:%M:%fZ\"', (body ->> '$.startedAt') / 1000.0, 'unixepoch')"
                            + " || strftime(',\"startedAt\":\"%FT%H:%M:%fZ\"', (body ->> '$.startedAt') / 1000.0, 'unixepoch')"
                            + " || ',\"count\":' || (body -> '$.count') || ',\"sequence\":' || (body -> '$.sequence')"
                            + " || ',\"summary\":' || (body -> '$.summary')"
                            + " || ',\"values\":' || (body -> '$.values') || '}' from open_alert"),
            List.of(
                    "alter table checkpoint add column origins text not null default ''",
                    "alter table mark add column origins text not null default ''"),
            List.of(
                    "create table feed_gap (one integer primary key check (one = 1), after integer not null,"
                            + " since integer not null, lasts integer not null, until integer not null)",
                    "create table held_alert (rule text not null, key text not null, body text not null,"
                            + " primary key (rule, key)) without rowid"),
            List.of(
                    "create table rule_status (name text primary key, body text not null) without rowid",
                    "create table reload_request (number integer primary key autoincrement, asked integer not null,"
                            + " done integer, code integer, report text)",
                    "create table rule_load (rule text primary key, body text not null) without rowid",
                    "create table refused_rules (one integer primary key check (one = 1), time integer not null,"
                            + " problems text not null)"),
            List.of("alter table reload_request add column fingerprint text"));

    /** The present one. */
    static final int VERSION = VERSIONS.size();

    private Schema() {}

    /** @throws StoreException if a newer program has written it */
    static void prepare(Database database, Path file) {
        int version = version(database, file);
        database.transaction(() -> {
            steps(database, version, VERSION);
            database.execute(
                    "insert or ignore into meta values ('producer', ?)",
                    UUID.randomUUID().toString());
            database.execute("insert or ignore into meta values ('derived', '0')");
        });
    }

    /** Brings a file from one version to another. */
    static void steps(Database database, int from, int to) {
        VERSIONS.subList(from, to).forEach(step -> step.forEach(database::execute));
        database.execute("pragma user_version = " + to);
    }

    /** @throws StoreException if the store is not of the present version, for who only reads it */
    static void require(Database database, Path file) {
        int version = version(database, file);
        if (version < VERSION) {
            throw new StoreException(file + ": written by an older tocsin (schema " + version + ", this one reads "
                    + VERSION + "); let tocsin run bring it up to date first");
        }
    }

    private static int version(Database database, Path file) {
        int version = database.query(r -> r.getInt(1), "pragma user_version").get(0);
        if (version > VERSION) {
            throw new StoreException(file + ": written by a newer tocsin (schema " + version + ", this one knows "
                    + VERSION + "); use that one, or give this one a state.folder of its own");
        }
        return version;
    }
}
