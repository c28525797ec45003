package io.tocsin.pipeline.evaluate.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When events of keys go, where nearly all are replaced before that. A sorted map of times would be changed twice by each
 * event; here a key is filed once, under a time not after the one at which its event goes, and looked at only then: where a newer
 * event has come it is filed anew. Those that go soon are in exact order, the others in buckets that are at most an
 * eighth as wide as their time is away.
 *
 * <p>Times are the engine's, epoch ms UTC. For one thread at a time.
 */
final class Deadlines {
    /** Nearer than this, ms, a bucket is not worth its timer. */
    private static final long SOON = 4096;

    private static final int BUCKETS = 8;
    /** So many slots that mean nothing any more are kept beside as many as there are keys. */
    private static final int SPARE = 64;

    private static final Comparator<Slot> ORDER =
            Comparator.comparingLong(Slot::until).thenComparingLong(Slot::number);

    private final TreeMap<Long, List<Held>> later = new TreeMap<>();
    private final PriorityQueue<Slot> soon = new PriorityQueue<>(ORDER);
    private int dead;

    private record Slot(Held held, long until, long number) {}

    /** The first time at which something may go, or {@link Held#NOT_FILED}. */
    long first() {
        long first = later.isEmpty() ? Held.NOT_FILED : later.firstKey();
        Slot next = soon.peek();
        return next == null ? first : Math.min(first, next.until());
    }

    /** Files one that is new, or that goes earlier than it did; of others nothing is to be told. */
    void file(Held held, long now) {
        drop(held);
        put(held, now);
    }

    /** Its event has gone, by another way than {@link #next}. */
    void drop(Held held) {
        if (held.look != Held.NOT_FILED) {
            held.look = Held.NOT_FILED;
            dead++;
        }
    }

    private void put(Held held, long now) {
        long wait = held.until - now;
        if (wait < SOON) {
            held.look = held.until;
            soon.add(new Slot(held, held.until, held.number));
        } else {
            held.look = held.until & -Long.highestOneBit(wait / BUCKETS);
            later.computeIfAbsent(held.look, look -> new ArrayList<>()).add(held);
        }
    }

    /** The next one whose time has come, by the time at which it goes and then as they came, or null; it is filed no more. */
    @Nullable
    Held next(long now) {
        while (!later.isEmpty() && later.firstKey() <= now) {
            open(later.pollFirstEntry(), now);
        }
        for (Slot slot = soon.peek(); slot != null && slot.until() <= now; slot = soon.peek()) {
            soon.remove();
            Held held = slot.held();
            if (taken(held, slot.until())) {
                if (held.until == slot.until() && held.number == slot.number()) {
                    return held;
                }
                put(held, now);
            }
        }
        return null;
    }

    private void open(Map.Entry<Long, List<Held>> bucket, long now) {
        for (Held held : bucket.getValue()) {
            if (taken(held, bucket.getKey())) {
                put(held, now);
            }
        }
    }

    /** Whether this is where it is filed, which it then is no more. */
    private boolean taken(Held held, long look) {
        if (held.look != look) {
            dead--;
            return false;
        }
        held.look = Held.NOT_FILED;
        return true;
    }

    /** Whether it keeps more than it needs, so that all that are held are to be filed anew. */
    boolean isWasteful(int held) {
        return dead > held + SPARE;
    }

    /** Files these and nothing else. */
    void fileAnew(Iterable<Held> all, long now) {
        later.clear();
        soon.clear();
        for (Held held : all) {
            put(held, now);
        }
        dead = 0;
    }
}
