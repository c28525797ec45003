package io.tocsin.pipeline.evaluate.exact;

import com.espertech.esper.common.internal.collection.SortedRefCountedSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that are inside, in order, for the greatest and the smallest of them. Esper keeps each in an entry of a tree;
 * here each takes eight bytes of an array, and the times of a window, which come and leave in order, need no search. Where
 * one would have to move many others they go to a tree after all.
 *
 * <p>A group of a rule owns one, and gives it longs or doubles alone; for one thread at a time. Doubles are in the order of
 * {@link Double#compare}, as in Esper's tree, and of what never entered nothing leaves.
 */
public final class SortedNumbers {
    private static final long[] NONE = {};
    private static final int MOST_MOVED = 256;
    private static final int FIRST_ROOM = 4;
    /** So much a group keeps where nothing is inside. */
    private static final int KEPT_ROOM = 64;

    private long[] numbers = NONE;
    private int from;
    private int to;
    private @Nullable SortedRefCountedSet<Long> tree;

    /** Adds a long. */
    public void enterLong(long x) {
        SortedRefCountedSet<Long> in = tree;
        if (in != null) {
            in.add(x);
            return;
        }
        int at = to;
        if (at > from && x < numbers[at - 1]) {
            at = place(x);
        }
        if (to - at > MOST_MOVED) {
            toTree().add(x);
            return;
        }
        if (to == numbers.length) {
            at -= from;
            makeRoom();
        }
        System.arraycopy(numbers, at, numbers, at + 1, to - at);
        numbers[at] = x;
        to++;
    }

    /** Takes away a long. */
    public void leaveLong(long x) {
        SortedRefCountedSet<Long> in = tree;
        if (in != null) {
            in.remove(x);
            if (in.maxValue() == null) {
                tree = null;
            }
        } else if (to > from && x == numbers[from]) {
            from++;
            if (from == to && numbers.length > KEPT_ROOM) {
                clear();
            }
        } else {
            removeWithin(x);
        }
    }

    private void removeWithin(long x) {
        int at = Arrays.binarySearch(numbers, from, to, x);
        if (at < 0) {
            return;
        }
        int behind = to - at - 1;
        if (behind > MOST_MOVED) {
            toTree().remove(x);
            return;
        }
        System.arraycopy(numbers, at + 1, numbers, at, behind);
        to--;
    }

    /** Adds a double. */
    public void enter(double x) {
        enterLong(inOrder(x));
    }

    /** Takes away a double. */
    public void leave(double x) {
        leaveLong(inOrder(x));
    }

    /** Takes away everything. */
    public void clear() {
        numbers = NONE;
        from = 0;
        to = 0;
        tree = null;
    }

    /** The greatest of longs, or null where nothing is inside. */
    public @Nullable Long maxLong() {
        SortedRefCountedSet<Long> in = tree;
        if (in != null) {
            return in.maxValue();
        }
        return to == from ? null : (Long) numbers[to - 1];
    }

    /** The smallest of longs, or null where nothing is inside. */
    public @Nullable Long minLong() {
        SortedRefCountedSet<Long> in = tree;
        if (in != null) {
            return in.minValue();
        }
        return to == from ? null : (Long) numbers[from];
    }

    /** The greatest of doubles, or null where nothing is inside. */
    public @Nullable Double max() {
        return number(maxLong());
    }

    /** The smallest of doubles, or null where nothing is inside. */
    public @Nullable Double min() {
        return number(minLong());
    }

    private static @Nullable Double number(@Nullable Long inOrder) {
        return inOrder == null ? null : (Double) Double.longBitsToDouble(flipped(inOrder));
    }

    /** A long for each double, in the same order: of negative ones, whose bits are in the opposite one, they are flipped. */
    private static long inOrder(double x) {
        return flipped(Double.doubleToLongBits(x));
    }

    private static long flipped(long bits) {
        return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
    }

    /** Where a number belongs that is not behind all others. */
    private int place(long x) {
        int at = Arrays.binarySearch(numbers, from, to, x);
        return at < 0 ? -at - 1 : at;
    }

    /** Moves all to the front, of a longer array where less than a third is free there, of a shorter one where nearly all is. */
    private void makeRoom() {
        int size = to - from;
        int most = size + size / 2 + FIRST_ROOM;
        boolean fits = numbers.length >= most && numbers.length <= 4 * most;
        long[] room = fits ? numbers : new long[most];
        System.arraycopy(numbers, from, room, 0, size);
        numbers = room;
        from = 0;
        to = size;
    }

    private SortedRefCountedSet<Long> toTree() {
        SortedRefCountedSet<Long> made = new SortedRefCountedSet<>();
        for (int i = from; i < to; i++) {
            made.add(numbers[i]);
        }
        clear();
        tree = made;
        return made;
    }
}
