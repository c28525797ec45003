package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What two rule sets gave differently. Owned by one thread. */
public final class Differences {
    /** Beyond so many on one side the rest is only counted: such sets have little in common. */
    private static final int MOST = 100_000;

    private final Map<String, List<String>> keysBefore;
    private final Map<String, List<String>> keysAfter;
    private final List<Alert> disappeared = new ArrayList<>();
    private final List<Alert> appeared = new ArrayList<>();
    private final Map<String, Counts> counts = new TreeMap<>();
    private long messages;
    private long notKept;

    /**
     * How many changes of alerts a rule gave.
     *
     * @param before by the old set
     * @param after by the new one
     */
    public record Counts(long before, long after) {
        private static final Counts NONE = new Counts(0, 0);

        private Counts plus(long old, long now) {
            return new Counts(before + old, after + now);
        }
    }

    /** What became of a change. */
    public enum Kind {
        /** Only the new set gives it. */
        APPEARS,
        /** Only the old set gives it. */
        DISAPPEARS,
        /** Both give it, at different times. */
        MOVES,
        /** Both give it at one time, with another severity, count, summary or value. */
        CHANGES
    }

    /**
     * One change of an alert that is not the same in both.
     *
     * @param before as the old set gives it, or null
     * @param after as the new set gives it, or null
     */
    public record Difference(Kind kind, @Nullable Alert before, @Nullable Alert after) {
        /** The one there is, the old one where both are. */
        public Alert alert() {
            Alert one = before == null ? after : before;
            if (one == null) {
                throw new IllegalStateException("a difference without an alert");
            }
            return one;
        }
    }

    /**
     * Without any so far.
     *
     * @param keysBefore the key columns of each alert rule of the old set
     * @param keysAfter likewise of the new set
     */
    Differences(Map<String, List<String>> keysBefore, Map<String, List<String>> keysAfter) {
        this.keysBefore = keysBefore;
        this.keysAfter = keysAfter;
        keysBefore.keySet().forEach(rule -> counts.put(rule, Counts.NONE));
        keysAfter.keySet().forEach(rule -> counts.put(rule, Counts.NONE));
    }

    /** Takes what both gave for one message. */
    void add(List<Alert> old, List<Alert> now) {
        old.forEach(a -> counts.merge(a.rule(), new Counts(1, 0), (x, y) -> x.plus(1, 0)));
        now.forEach(a -> counts.merge(a.rule(), new Counts(0, 1), (x, y) -> x.plus(0, 1)));
        if (old.equals(now)) {
            return;
        }
        Set<Alert> same = new LinkedHashSet<>(old);
        same.retainAll(new LinkedHashSet<>(now));
        keep(old, same, disappeared);
        keep(now, same, appeared);
    }

    private void keep(List<Alert> came, Set<Alert> same, List<Alert> kept) {
        for (Alert alert : came) {
            if (!same.contains(alert)) {
                if (kept.size() < MOST) {
                    kept.add(alert);
                } else {
                    notKept++;
                }
            }
        }
    }

    void messages(long n) {
        messages = n;
    }

    /** How many messages both have seen. */
    public long messages() {
        return messages;
    }

    /** How many changes each alert rule of either set gave, by name. */
    public Map<String, Counts> counts() {
        return counts;
    }

    /** Whether both gave the same. */
    public boolean isNone() {
        return notKept == 0 && all().isEmpty();
    }

    /** Differences that are only counted, as there are too many. */
    public long notKept() {
        return notKept;
    }

    private record Place(String rule, String key, AlertState state) {}

    private record Found(boolean isNew, Alert alert) {}

    /**
     * All differences, in order of time, of both at one time the disappearing first. A change moves where the other set gives
     * the same state of the same rule and key next before or after.
     */
    public List<Difference> all() {
        Map<Place, List<Found>> places = new LinkedHashMap<>();
        disappeared.forEach(a -> places.computeIfAbsent(place(a, keysBefore), p -> new ArrayList<>())
                .add(new Found(false, a)));
        appeared.forEach(a -> places.computeIfAbsent(place(a, keysAfter), p -> new ArrayList<>())
                .add(new Found(true, a)));
        List<Difference> all = new ArrayList<>();
        places.values().forEach(found -> pair(found, all));
        all.sort(Comparator.comparingLong((Difference d) -> d.alert().time())
                .thenComparing(d -> d.alert().rule())
                .thenComparing(d -> d.alert().id()));
        return all;
    }

    private static void pair(List<Found> found, List<Difference> to) {
        found.sort(Comparator.comparingLong(f -> f.alert().time())); // stable: the old first
        Deque<Found> left = new ArrayDeque<>(found);
        while (!left.isEmpty()) {
            Found one = left.removeFirst();
            Found next = left.peekFirst();
            if (next == null || next.isNew() == one.isNew()) {
                to.add(
                        one.isNew()
                                ? new Difference(Kind.APPEARS, null, one.alert())
                                : new Difference(Kind.DISAPPEARS, one.alert(), null));
                continue;
            }
            left.removeFirst();
            Alert before = one.isNew() ? next.alert() : one.alert();
            Alert after = one.isNew() ? one.alert() : next.alert();
            if (before.time() != after.time()) {
                to.add(new Difference(Kind.MOVES, before, after));
            } else if (!equalButForIds(before, after)) {
                to.add(new Difference(Kind.CHANGES, before, after));
            }
        }
    }

    /** The id goes by when the alert fired, which is a difference of its own. */
    private static boolean equalButForIds(Alert a, Alert b) {
        return a.severity() == b.severity()
                && a.count() == b.count()
                && a.summary().equals(b.summary())
                && a.values().equals(b.values());
    }

    private static Place place(Alert alert, Map<String, List<String>> keys) {
        List<@Nullable Object> key = new ArrayList<>();
        keys.getOrDefault(alert.rule(), List.of())
                .forEach(column -> key.add(alert.values().get(column)));
        return new Place(alert.rule(), Json.array(key), alert.state());
    }
}
