package io.tocsin.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outbox of a state folder for a person to look at and to mend, without the folder's lock: a service may be running on
 * it, and does then what was asked for. For one thread.
 */
public final class OutboxFile implements AutoCloseable {
    private static final String SET_ASIDE = "set_aside is not null";

    private final Database database;

    private OutboxFile(Database database) {
        this.database = database;
    }

    /**
     * Opens it, or nothing where no service has run yet.
     *
     * @param change whether something is to be changed; reading alone leaves no trace in the folder
     * @throws StoreException if it cannot be read, or a tocsin of another version has written it
     */
    public static Optional<OutboxFile> open(Path folder, boolean change) {
        Path file = folder.resolve(Store.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Database database = change ? Database.open(file, Database.Durability.FULL) : Database.openReadOnly(file);
        try {
            Schema.require(database, file);
            return Optional.of(new OutboxFile(database));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** How many entries of a sink wait, and how many were set aside. */
    public record Count(String sink, long waiting, long setAside) {}

    /** By name; sinks without any entry are left out. */
    public List<Count> counts() {
        return database.query(
                r -> new Count(r.getString(1), r.getLong(2), r.getLong(3)),
                "select sink, count(*) - count(set_aside), count(set_aside) from outbox group by sink order by sink");
    }

    /**
     * An entry.
     *
     * @param since when it was put into the outbox, epoch ms; null if an earlier version has done so
     * @param failures how often it was tried in vain
     * @param reason why it was set aside, or why the last attempt failed; null if none has
     * @param resend whether it is to be put back
     */
    public record Listed(
            long number,
            Commit.Outgoing outgoing,
            @Nullable Long since,
            int failures,
            @Nullable String reason,
            boolean resend) {}

    /** The oldest entries that wait for a sink. */
    public List<Listed> waiting(String sink, int most) {
        return list(sink, most, "set_aside is null");
    }

    /** The oldest entries of a sink that were set aside. */
    public List<Listed> setAside(String sink, int most) {
        return list(sink, most, SET_ASIDE);
    }

    private List<Listed> list(String sink, int most, String which) {
        return database.query(
                r -> {
                    long time = r.getLong(5);
                    Long since = r.wasNull() ? null : time;
                    return new Listed(
                            r.getLong(1),
                            StoredOutbox.outgoing(sink, r),
                            since,
                            r.getInt(6),
                            r.getString(7),
                            r.getBoolean(8));
                },
                "select number, alert, event, letter, since, failures, coalesce(set_aside, reason), resend is not null"
                        + " from outbox where sink = ? and " + which + " order by number limit ?",
                sink,
                most);
    }

    /**
     * Has entries that were set aside sent again: by the running service within seconds, else by the next one. Needs to have
     * been opened for a change.
     *
     * @return those of the numbers that were set aside
     */
    public List<Long> resend(List<Long> numbers) {
        return each("update outbox set resend = 1 where " + SET_ASIDE + " and number = ? returning number", numbers);
    }

    /** The numbers of all entries that were set aside, of this sink, or of every one where it is null. */
    public List<Long> setAside(@Nullable String sink) {
        return database.query(
                r -> r.getLong(1),
                "select number from outbox where " + SET_ASIDE + " and sink = coalesce(?, sink) order by number",
                sink);
    }

    /**
     * Removes entries that were set aside, for ever. Needs to have been opened for a change.
     *
     * @return those of the numbers that were set aside
     */
    public List<Long> drop(List<Long> numbers) {
        return each("delete from outbox where " + SET_ASIDE + " and number = ? returning number", numbers);
    }

    private List<Long> each(String sql, List<Long> numbers) {
        List<Long> done = new ArrayList<>();
        database.transaction(() -> numbers.forEach(n -> done.addAll(database.query(r -> r.getLong(1), sql, n))));
        return done;
    }

    @Override
    public void close() {
        database.close();
    }
}
