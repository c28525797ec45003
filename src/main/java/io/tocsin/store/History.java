package io.tocsin.store;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;

/**
 * The alert history: every change of an alert, as sinks get it, and of each open alert the last one beside, which no limit
 * takes away. {@link Store#commit} writes it; here is dropped what is too old or too much, over a connection of its own and
 * in pieces of some ms, so that no commit waits for long. Safe for any thread; each call waits for the one before.
 */
public final class History implements AutoCloseable {
    private static final int PIECE = 500;
    /** So many free pages, or this part of the file, are left for use: a file that shrinks and grows all the time costs more. */
    private static final long SPARE_PAGES = 4_096;

    private static final long SPARE_PART = 4;

    private final Database database;

    History(Database database) {
        this.database = database;
    }

    static void write(Database database, Alert alert, String json) {
        database.execute("insert into history (time, body) values (?, ?)", alert.time(), json);
        if (alert.state() == AlertState.RESOLVED) {
            database.execute("delete from open_change where alert = ?", alert.alert());
        } else if (alert.state() != AlertState.NOTICE) {
            database.execute(
                    "insert or replace into open_change values (last_insert_rowid(), ?, ?, ?)",
                    alert.alert(),
                    alert.time(),
                    json);
        }
    }

    /**
     * Drops a piece of what is not to be kept, the oldest first.
     *
     * @param from engine time, epoch ms UTC: earlier changes go
     * @param most how many changes may stay
     * @return whether there may be more to drop
     */
    public synchronized boolean prune(long from, long most) {
        int dropped = database.execute(
                "delete from history where number in (select number from history order by number limit ?)"
                        + " and (time < ? or number <= (select max(number) from history) - ?)",
                PIECE,
                from,
                most);
        return dropped == PIECE;
    }

    /**
     * Makes the file smaller by a piece, where much of it is free.
     *
     * @return whether there is more to give back
     */
    public synchronized boolean shrink() {
        long spare = Math.max(SPARE_PAGES, number("pragma page_count") / SPARE_PART);
        if (number("pragma freelist_count") <= spare) {
            return false;
        }
        database.pragma("incremental_vacuum(" + PIECE + ")");
        return number("pragma auto_vacuum") > 0;
    }

    private long number(String sql) {
        return database.query(r -> r.getLong(1), sql).get(0);
    }

    @Override
    public synchronized void close() {
        database.close();
    }
}
