package io.tocsin.reference;

import io.tocsin.model.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** Where the clock has been, and what was evaluated at it. */
final class Timeline {
    static final long LEAP = 24 * 3600 * 1000L;

    /**
     * A step of the clock.
     *
     * @param sequence the last message evaluated before
     * @param byPace whether the log's pace moved it, and not an event's time
     */
    record Move(long from, long to, long sequence, boolean byPace) {
        boolean isLeap() {
            return to - from > LEAP;
        }

        /** Where the clock ceases to be walked; the horizon is shorter than a leap here. */
        long walkedTo() {
            return isLeap() ? from + LEAP : to;
        }
    }

    final List<Event> events = new ArrayList<>();
    final List<Move> moves = new ArrayList<>();

    /** The place after each input. */
    final List<Checkpoint> places = new ArrayList<>();

    long late;
    long future;

    long leaps() {
        return moves.stream().filter(Move::isLeap).count();
    }

    /** The clock at the end. */
    long end() {
        return places.get(places.size() - 1).clock().clock();
    }

    /** The last message evaluated before the clock came to a time: that of a timer. */
    long sequenceReaching(long time) {
        return sequence(to -> to >= time);
    }

    /** The last message evaluated before the clock passed a time: that of a deadline. */
    long sequencePassing(long time) {
        return sequence(to -> to > time);
    }

    private long sequence(LongPredicate there) {
        return moves.stream()
                .filter(m -> there.test(m.to()))
                .findFirst()
                .orElseThrow()
                .sequence();
    }
}
