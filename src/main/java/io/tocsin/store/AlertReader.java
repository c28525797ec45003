package io.tocsin.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the alert history and the open alerts of a state folder, beside the process that writes it or without one; writes
 * nothing. The file is opened for each page, as a view that stays open while a page is taken, however slowly, would keep the
 * write-ahead log growing. Safe for any thread.
 */
public final class AlertReader {
    private static final int PAGE = 500;
    private static final String MATCHING = " (?1 is null or body ->> '$.rule' = ?1)"
            + " and (?2 is null or body ->> '$.host' = ?2) and (?3 is null or time >= ?3)";

    private final Path file;

    /** Of the store in this folder. */
    public AlertReader(Path folder) {
        file = folder.resolve(Store.FILE);
    }

    /**
     * Which changes are wanted; null: all.
     *
     * @param rule of this rule only
     * @param host of sensors of this host only
     * @param since not before this engine time, epoch ms UTC
     * @param last of these the newest only, so many
     */
    public record Filter(@Nullable String rule, @Nullable String host, @Nullable Long since, @Nullable Integer last) {}

    /**
     * Hands over the changes of alerts as JSON lines, in the order in which they happened.
     *
     * @throws StoreException if there is no store, or it cannot be read; the message says what to do
     */
    public void history(Filter filter, Consumer<String> lines) {
        read("history", filter, lines);
    }

    /**
     * Hands over of each open alert the last change, as JSON lines, in the order in which they happened.
     *
     * @throws StoreException if there is no store, or it cannot be read; the message says what to do
     */
    public void open(Filter filter, Consumer<String> lines) {
        read("open_change", filter, lines);
    }

    /**
     * The changes of alerts whose own id, or the alert's, begins with {@code start}, and the others of the same alerts; as
     * JSON lines, in the order in which they happened.
     *
     * @param start hex digits
     * @throws StoreException if there is no store, or it cannot be read; the message says what to do
     */
    public List<String> startingWith(String start) {
        String both = "(select number, body from history union all select number, body from open_change)";
        return query(
                r -> r.getString(2),
                "select min(number), body from " + both
                        + " where body ->> '$.alert' in (select body ->> '$.alert' from "
                        + both + " where body ->> '$.id' glob ?1 or body ->> '$.alert' glob ?1)"
                        + " group by body order by min(number)",
                start + "*");
    }

    private record Change(long number, String json) {}

    private void read(String table, Filter filter, Consumer<String> lines) {
        long after = before(table, filter);
        List<Change> page;
        do {
            page = query(
                    r -> new Change(r.getLong(1), r.getString(2)),
                    "select number, body from " + table + " where" + MATCHING
                            + " and number > ?4 order by number limit " + PAGE,
                    filter.rule(),
                    filter.host(),
                    filter.since(),
                    after);
            for (Change change : page) {
                lines.accept(change.json());
                after = change.number();
            }
        } while (page.size() == PAGE);
    }

    /** The number before the first that is wanted. */
    private long before(String table, Filter filter) {
        return filter.last() == null
                ? Long.MIN_VALUE
                : query(
                                r -> r.getLong(1),
                                "select coalesce(min(number) - 1, 0) from (select number from " + table + " where"
                                        + MATCHING + " order by number desc limit ?4)",
                                filter.rule(),
                                filter.host(),
                                filter.since(),
                                filter.last())
                        .get(0);
    }

    private <T> List<T> query(Database.RowReader<T> reader, String sql, @Nullable Object... arguments) {
        if (Files.notExists(file)) {
            throw new StoreException(
                    file + ": no such file; `tocsin run` makes it, in the folder that state.folder names");
        }
        try (Database database = Database.openReadOnly(file)) {
            Schema.require(database, file);
            return database.query(reader, sql, arguments);
        }
    }
}
