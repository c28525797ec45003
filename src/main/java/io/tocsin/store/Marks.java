package io.tocsin.store;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Json;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The store's marks: a row for each, and of the last events those that changed since the mark before. They have a connection
 * of their own and are written piece by piece, so that neither a large mark nor the reading of one holds a commit up. A mark
 * counts once all of it is there. Safe for any thread; each call waits for the one before.
 */
public final class Marks implements AutoCloseable {
    private static final int PIECE = 1000;

    private final Database database;

    /**
     * Begins behind a checkpoint: later marks are dropped, as a next run may find another clock there, and so are events
     * whose mark was never finished.
     */
    Marks(Database database, long checkpoint) {
        this.database = database;
        database.transaction(() -> {
            database.execute("delete from mark where sequence > ?", checkpoint);
            database.execute("delete from last_event where mark > (select coalesce(max(sequence), -1) from mark)");
        });
    }

    /**
     * The place to rebuild from: the newest mark whose clock is at least {@code horizon} ms before the checkpoint's; where
     * there is none, the oldest. Nothing before the first mark.
     */
    public synchronized Optional<Mark> before(Checkpoint checkpoint, long horizon) {
        long clock = checkpoint.clock().isSet() ? checkpoint.clock().clock() - horizon : Long.MAX_VALUE;
        return database
                .query(
                        Store::place,
                        "select sequence, clock, delay, log_time, origins from mark where sequence <= ? order by clock <= ? desc,"
                                + " case when clock <= ? then -sequence else sequence end limit 1",
                        checkpoint.sequence(),
                        clock,
                        clock)
                .stream()
                .findFirst()
                .map(at -> new Mark(at, lastEvents(at.sequence())));
    }

    private record Stored(String sensor, int ordinal, Metric event) {
        static final Comparator<Stored> IN_ORDER =
                Comparator.comparingLong((Stored s) -> s.event().sequence()).thenComparingInt(Stored::ordinal);
    }

    private List<Metric> lastEvents(long mark) {
        List<Stored> newest = new ArrayList<>();
        database.forEach(
                r -> new Stored(r.getString(1), r.getInt(2), Records.metric(r.getString(3))),
                next -> {
                    int last = newest.size() - 1;
                    if (last >= 0 && newest.get(last).sensor().equals(next.sensor())) {
                        newest.set(last, next);
                    } else {
                        newest.add(next);
                    }
                },
                "select sensor, ordinal, body from last_event where mark <= ? order by sensor, mark",
                mark);
        newest.sort(Stored.IN_ORDER);
        return newest.stream().map(Stored::event).toList();
    }

    /**
     * Stores a mark and drops the older ones that no rebuild needs any more.
     *
     * @param mark with the last events of those sensors only that reported since the mark before
     * @param forgotten last events of sensors that are to be remembered no longer
     * @param neededFrom engine time, epoch ms UTC: the newest mark that is not later is the oldest one kept, if the clock of
     *     the checkpoint is that of the mark; where it is behind, so is this
     */
    public synchronized void add(Mark mark, List<Metric> forgotten, long neededFrom) {
        long sequence = mark.at().sequence();
        List<Metric> events = mark.lastEvents();
        for (int from = 0; from < events.size(); from += PIECE) {
            put(sequence, events.subList(from, Math.min(events.size(), from + PIECE)), from);
        }
        database.transaction(() -> put(mark.at()));
        inPieces(forgotten, e -> database.execute("delete from last_event where sensor = ?", sensor(e)));
        newestUpTo(droppable(mark.at(), neededFrom)).ifPresent(this::dropBefore);
    }

    /** The engine is ahead of what is stored, and after a crash the checkpoint is what has to be rebuilt. */
    private long droppable(Checkpoint mark, long neededFrom) {
        long stored = database.query(r -> r.getLong(1), "select clock from checkpoint").stream()
                .findFirst()
                .orElse(ClockState.UNSET);
        if (neededFrom == ClockState.UNSET || stored == ClockState.UNSET) {
            return ClockState.UNSET;
        }
        return neededFrom - Math.max(0, mark.clock().clock() - stored);
    }

    private void put(long mark, List<Metric> events, int first) {
        database.transaction(() -> {
            int ordinal = first;
            for (Metric event : events) {
                database.execute(
                        "insert or replace into last_event values (?, ?, ?, ?)",
                        sensor(event),
                        mark,
                        ordinal++,
                        Records.write(event));
            }
        });
    }

    private void put(Checkpoint mark) {
        database.execute(
                "insert or replace into mark values (?, ?, ?, ?, ?)",
                mark.sequence(),
                mark.clock().clock(),
                mark.clock().delay(),
                mark.clock().logTime(),
                mark.origins());
    }

    private Optional<Long> newestUpTo(long clock) {
        return database
                .query(
                        r -> r.getLong(1),
                        "select max(sequence) from mark where clock <= ? having max(sequence) is not null",
                        clock)
                .stream()
                .findFirst();
    }

    /** A sensor and the newest mark, not after the oldest one to be kept, in which it has an event. */
    private record Superseding(String sensor, long mark) {}

    private void dropBefore(long base) {
        List<Superseding> newer = database.query(
                r -> new Superseding(r.getString(1), r.getLong(2)),
                "select sensor, max(mark) from last_event where mark <= ?"
                        + " and mark > (select min(sequence) from mark) group by sensor",
                base);
        // Marks first: events that outlive their mark do no harm, a mark that has lost events would.
        database.execute("delete from mark where sequence < ?", base);
        inPieces(
                newer,
                s -> database.execute("delete from last_event where sensor = ? and mark < ?", s.sensor(), s.mark()));
    }

    private <T> void inPieces(List<T> all, Consumer<T> work) {
        for (int from = 0; from < all.size(); from += PIECE) {
            List<T> piece = all.subList(from, Math.min(all.size(), from + PIECE));
            database.transaction(() -> piece.forEach(work));
        }
    }

    private static String sensor(Metric event) {
        return Json.array(List.of(event.host(), event.service()));
    }

    @Override
    public synchronized void close() {
        database.close();
    }
}
