package io.tocsin.store;

import io.tocsin.model.AlertJson;
import io.tocsin.model.DeadLetterJson;
import io.tocsin.model.Json;
import io.tocsin.store.Database.Durability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The store's outbox; see {@code send.Outbox} for what its methods promise. Of an entry that was put off, {@code due} says
 * when its time comes; those behind it have {@link #BEHIND} there as soon as they were come across, so that however many
 * wait they are not looked at again. Where a sender has everything that waits, it gets what is committed without a look into
 * the database. Safe for any thread; each call but such a {@link #take} waits for the one before, and for commits.
 */
public final class StoredOutbox {
    /** What may be left out for want of room; the condition of an index. */
    private static final String LESSER = "set_aside is null and state in ('repeated', 'notice')";

    private static final long BEHIND = Long.MAX_VALUE;
    /** So many go to a sender without a look into the database; the rest waits there. */
    private static final int INBOX = 128;
    /** How long at most nobody looks whether something is to be sent again. */
    private static final long LOOK_MS = 1_000;
    /** With those under way and those not marked yet, no more than the 256 that a reader knows as duplicates. */
    private static final int UNFORCED = 64;

    private static final Database.RowReader<Long> NUMBER = r -> r.getLong(1);

    private final Database database;
    /** Held wherever the database is used. */
    private final Object lock;

    private final SinkCounts waiting = new SinkCounts();
    private final Map<String, Flow> flows = new HashMap<>();
    private final HandedOut out = new HandedOut();
    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
    private final List<Long> put = new ArrayList<>();
    /** The number of the last entry that was put in; only this process puts any in. */
    private long last;
    /** How many have gone that a loss of power could bring back. */
    private int unforced;

    /** After a start everything is tried at once: it may have been made to mend something. */
    StoredOutbox(Database database, Object lock) {
        this.database = database;
        this.lock = lock;
        database.execute("update outbox set due = null where due is not null");
        count().forEach(waiting::add);
        database.forEach(NUMBER, number -> last = number, "select seq from sqlite_sequence where name = 'outbox'");
    }

    /**
     * An entry that was handed out.
     *
     * @param failures how often it was put off
     * @param failingSince when for the first time, epoch ms; 0 if never
     */
    public record Taken(long number, int failures, long failingSince, Commit.Outgoing outgoing) {}

    /** Of one sink that somebody takes from. */
    private static final class Inbox {
        private final Queue<Taken> entries = new ArrayBlockingQueue<>(INBOX);
        private volatile long looked = -LOOK_MS;

        void moveTo(List<Taken> taken, int limit) {
            Taken next = taken.size() < limit ? entries.poll() : null;
            while (next != null) {
                taken.add(next);
                next = taken.size() < limit ? entries.poll() : null;
            }
        }
    }

    /** Adds entries, within a transaction. */
    void put(List<Commit.Outgoing> outgoing, AlertTexts texts, long now) {
        put.clear();
        for (Commit.Outgoing o : outgoing) {
            last++; // of one that is undone it is not used again
            put.add(last);
            database.execute(
                    "insert into outbox (number, sink, alert, event, letter, order_key, state, since)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    last,
                    o.sink(),
                    o.alert() == null ? null : texts.of(o.alert()),
                    o.event() == null ? null : Records.write(o.event()),
                    o.letter() == null ? null : DeadLetterJson.write(o.letter()),
                    o.orderKey(),
                    o.alert() == null ? null : o.alert().state().word(),
                    now);
        }
    }

    /** Whether a loss of power could bring back something that was sent. */
    boolean isUnforced() {
        return unforced > 0;
    }

    /** The transaction that has put these in was committed, and is on the disk if any are, or if something was unforced. */
    void committed(List<Commit.Outgoing> outgoing) {
        unforced = 0;
        for (int i = 0; i < outgoing.size(); i++) {
            Commit.Outgoing o = outgoing.get(i);
            String sink = o.sink();
            Inbox inbox = inboxes.get(sink);
            // Where anything else waits, this may have to wait behind it.
            if (inbox != null && waiting.of(sink) == out.of(sink)) {
                hand(inbox, new Taken(put.get(i), 0, 0, o));
            }
            waiting.add(sink, 1);
            flow(sink, new Flow(1, 0, 0, 0));
        }
    }

    private void hand(Inbox inbox, Taken entry) {
        out.add(entry.number(), entry.outgoing().sink());
        if (!inbox.entries.offer(entry)) {
            out.remove(entry.number());
        }
    }

    public List<Taken> take(String sink, long now, int limit) {
        Inbox inbox = inboxes.computeIfAbsent(sink, s -> new Inbox());
        List<Taken> taken = new ArrayList<>();
        inbox.moveTo(taken, limit);
        boolean rest = waiting.of(sink) > out.of(sink) || now - inbox.looked >= LOOK_MS;
        if (rest && taken.size() < limit) {
            inbox.looked = now;
            takeStored(sink, inbox, now, limit, taken);
        }
        return taken;
    }

    private void takeStored(String sink, Inbox inbox, long now, int limit, List<Taken> taken) {
        try {
            putBack(sink);
            takeDue(sink, now, (limit - taken.size() + 1) / 2, taken);
            boolean more = true;
            while (more && taken.size() < limit) {
                more = takeFresh(sink, inbox, limit, taken); // commits may come between
            }
        } catch (RuntimeException e) {
            giveBack(taken.stream().map(Taken::number).toList());
            throw e;
        }
    }

    /** What somebody has asked for, see {@link OutboxFile}. */
    private void putBack(String sink) {
        synchronized (lock) {
            List<Long> asked =
                    database.query(NUMBER, "select number from outbox where sink = ? and resend is not null", sink);
            if (!asked.isEmpty()) {
                AtomicInteger back = new AtomicInteger(); // fewer where one was dropped meanwhile
                database.transaction(() -> asked.forEach(n -> back.addAndGet(database.execute(
                        "update outbox set set_aside = null, resend = null, failures = 0, failing_since = null,"
                                + " reason = null where number = ?",
                        n))));
                waiting.add(sink, back.get());
                flow(sink, new Flow(0, back.get(), 0, 0));
            }
        }
    }

    private void takeDue(String sink, long now, int limit, List<Taken> taken) {
        synchronized (lock) {
            List<Long> due = database.query(
                    NUMBER,
                    "select number from outbox where sink = ? and set_aside is null and due <= ? order by due limit ?",
                    sink,
                    now,
                    limit + out.size());
            due.stream().filter(n -> !out.contains(n)).limit(limit).forEach(n -> taken.add(takeOut(sink, n)));
        }
    }

    /** Returns whether some were found to be behind others, so that there may be more. */
    private boolean takeFresh(String sink, Inbox inbox, int limit, List<Taken> taken) {
        record Fresh(long number, boolean behind) {}
        synchronized (lock) {
            inbox.moveTo(taken, limit); // of a commit that came between: older than what found no place there
            List<Fresh> fresh = database.query(
                    r -> new Fresh(r.getLong(1), r.getBoolean(2)),
                    "select number, order_key is not null and exists (select 1 from outbox p where p.sink = o.sink"
                            + " and p.order_key = o.order_key and p.due is not null and p.number < o.number)"
                            + " from outbox o where sink = ? and set_aside is null and due is null"
                            + " order by number limit ?",
                    sink,
                    limit - taken.size() + out.size());
            List<Long> behind = new ArrayList<>();
            for (Fresh f : fresh) {
                if (f.behind()) {
                    behind.add(f.number());
                } else if (taken.size() < limit && !out.contains(f.number())) {
                    taken.add(takeOut(sink, f.number()));
                }
            }
            if (!behind.isEmpty()) {
                database.transaction(() -> behind.forEach(
                        n -> database.execute("update outbox set due = " + BEHIND + " where number = ?", n)));
            }
            return !behind.isEmpty();
        }
    }

    private Taken takeOut(String sink, long number) {
        Taken taken = database.query(
                        r -> new Taken(r.getLong(1), r.getInt(5), r.getLong(6), outgoing(sink, r)),
                        "select number, alert, event, letter, failures, failing_since from outbox where number = ?",
                        number)
                .get(0);
        out.add(number, sink);
        return taken;
    }

    /** Of a row that has alert, event and letter in its second to fourth column. */
    static Commit.Outgoing outgoing(String sink, ResultSet r) throws SQLException {
        String alert = r.getString(2);
        String event = r.getString(3);
        String letter = r.getString(4);
        return new Commit.Outgoing(
                sink,
                alert == null ? null : AlertJson.read(alert),
                event == null ? null : Records.derivedEvent(event),
                letter == null ? null : DeadLetterJson.read(letter));
    }

    public void giveBack(List<Long> numbers) {
        synchronized (lock) {
            numbers.forEach(this::takeBack);
        }
    }

    /** What was committed behind it and is on its way to the sender must not overtake it. */
    private void takeBack(long number) {
        String sink = out.remove(number);
        Inbox inbox = sink == null ? null : inboxes.get(sink);
        if (inbox != null) {
            for (Taken next = inbox.entries.poll(); next != null; next = inbox.entries.poll()) {
                out.remove(next.number());
            }
        }
    }

    public void sent(List<Long> numbers) {
        synchronized (lock) {
            remove(numbers);
            numbers.forEach(out::remove);
        }
    }

    /** Forced to the disk only where a loss of power could bring back too many: each commit waits for that. */
    private List<Ended> remove(List<Long> numbers) {
        Durability durability = unforced + numbers.size() > UNFORCED ? Durability.FULL : Durability.NORMAL;
        List<Ended> ended = new ArrayList<>();
        database.transaction(durability, () -> {
            ended.addAll(database.query(
                    Ended::of,
                    "delete from outbox where number in (select value from json_each(?)) and set_aside is null"
                            + " returning sink, order_key, due is not null",
                    Json.array(numbers)));
            ended.forEach(this::release);
        });
        unforced = durability == Durability.FULL ? 0 : unforced + numbers.size();
        ended.forEach(e -> waiting.add(e.sink(), -1));
        return ended;
    }

    public void setAside(long number, String reason) {
        synchronized (lock) {
            // Not within the transaction: one that begins with reading fails where another process has written since.
            List<Ended> ended = database.query(
                    Ended::of,
                    "select sink, order_key, due is not null from outbox where number = ? and set_aside is null",
                    number);
            database.transaction(() -> {
                database.execute(
                        "update outbox set set_aside = ?, due = null where number = ? and set_aside is null",
                        reason,
                        number);
                ended.forEach(this::release);
            });
            ended.forEach(e -> waiting.add(e.sink(), -1));
            out.remove(number);
        }
    }

    /** An entry that waits no more, and whether others may wait behind it. */
    private record Ended(String sink, @Nullable String orderKey, boolean wasPutOff) {
        static Ended of(ResultSet r) throws SQLException {
            return new Ended(r.getString(1), r.getString(2), r.getBoolean(3));
        }
    }

    private void release(Ended ended) {
        if (ended.wasPutOff() && ended.orderKey() != null) {
            database.execute(
                    "update outbox set due = null where sink = ? and order_key = ? and due is not null",
                    ended.sink(),
                    ended.orderKey());
        }
    }

    public void putOff(long number, long now, long until, String reason) {
        synchronized (lock) {
            database.execute(
                    "update outbox set due = ?, failures = failures + 1, failing_since = coalesce(failing_since, ?),"
                            + " reason = ? where number = ? and set_aside is null",
                    until,
                    now,
                    reason,
                    number);
            takeBack(number);
        }
    }

    public OptionalLong nextDue(String sink) {
        record Due(long number, long time) {}
        synchronized (lock) {
            return database
                    .query(
                            r -> new Due(r.getLong(1), r.getLong(2)),
                            "select number, due from outbox where sink = ? and set_aside is null and due < " + BEHIND
                                    + " order by due limit ?",
                            sink,
                            out.size() + 1)
                    .stream()
                    .filter(d -> !out.contains(d.number()))
                    .mapToLong(Due::time)
                    .findFirst();
        }
    }

    /** How many entries wait for these sinks. Waits for nothing. */
    public long waiting(Collection<String> sinks) {
        return waiting.of(sinks);
    }

    /** How many entries wait, by sink; sinks without any are left out. */
    public SortedMap<String, Long> waitingBySink() {
        synchronized (lock) {
            return count();
        }
    }

    private SortedMap<String, Long> count() {
        SortedMap<String, Long> counts = new TreeMap<>();
        database.query(
                r -> counts.put(r.getString(1), r.getLong(2)),
                "select sink, count(*) from outbox where set_aside is null group by sink");
        return counts;
    }

    /**
     * What came into the outbox since the store was opened, and left it unsent.
     *
     * @param put added by commits
     * @param resent put back after they were set aside
     * @param dropped repeats and notices that had to make room
     * @param collapsed changes of alerts that had to make room for a later one
     */
    public record Flow(long put, long resent, long dropped, long collapsed) {
        public static final Flow NONE = new Flow(0, 0, 0, 0);

        private Flow plus(Flow o) {
            return new Flow(put + o.put, resent + o.resent, dropped + o.dropped, collapsed + o.collapsed);
        }
    }

    private void flow(String sink, Flow more) {
        flows.merge(sink, more, Flow::plus);
    }

    /** By sink; sinks without any are left out. */
    public SortedMap<String, Flow> flows() {
        synchronized (lock) {
            return new TreeMap<>(flows);
        }
    }

    /** How many entries went to make room. */
    public record Room(long repeats, long collapsed, long notices) {}

    /**
     * Leaves out what can be spared of these sinks, oldest first and no more than {@code entries}: repeats, then changes of
     * alerts that have changed since, then notices. Leaves what is handed out. Looks at every entry.
     */
    public Room makeRoom(Collection<String> sinks, long entries) {
        synchronized (lock) {
            Set<String> of = Set.copyOf(sinks);
            long repeats = leaveOut(lesser("repeated", of, entries), new Flow(0, 0, 1, 0));
            long collapsed = leaveOut(superseded(of, entries - repeats), new Flow(0, 0, 0, 1));
            long notices = leaveOut(lesser("notice", of, entries - repeats - collapsed), new Flow(0, 0, 1, 0));
            return new Room(repeats, collapsed, notices);
        }
    }

    private List<Long> lesser(String state, Set<String> sinks, long most) {
        return spare(
                sinks,
                most,
                "select number, sink from outbox where " + LESSER + " and state = '" + state + "' order by number");
    }

    private List<Long> superseded(Set<String> sinks, long most) {
        return spare(
                sinks,
                most,
                "select number, sink from (select number, sink, lead(number) over (partition by sink, order_key"
                        + " order by number) as later from outbox where set_aside is null"
                        + " and state in ('firing', 'nodata', 'resolved')) where later is not null order by number");
    }

    private List<Long> spare(Set<String> sinks, long most, String sql) {
        List<Long> found = new ArrayList<>();
        if (most > 0) {
            database.forEach(
                    r -> Map.entry(r.getLong(1), r.getString(2)),
                    e -> {
                        if (found.size() < most && sinks.contains(e.getValue()) && !out.contains(e.getKey())) {
                            found.add(e.getKey());
                        }
                    },
                    sql);
        }
        return found;
    }

    private long leaveOut(List<Long> numbers, Flow flow) {
        List<Ended> ended = remove(numbers);
        ended.forEach(e -> flow(e.sink(), flow));
        return ended.size();
    }
}
