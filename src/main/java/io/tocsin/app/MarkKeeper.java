package io.tocsin.app;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.store.Marks;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the marks. The engine's thread tells it of every event and message; when a mark is due, what has changed is handed
 * to the thread that runs this, which alone writes. While it writes no further mark falls due, and the next one holds all
 * that changed meanwhile.
 */
final class MarkKeeper implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(MarkKeeper.class);
    private static final long SHORTEST_MS = 10_000;
    /** A rebuild reads up to this part of the horizon more than it needs. */
    private static final long PARTS_OF_HORIZON = 4;
    /** For a clock that stands. */
    private static final long MESSAGES = 1_000_000;

    private final Marks marks;
    private final LastEvents lastEvents;
    private final long remember;
    private final BlockingQueue<Pending> pending = new ArrayBlockingQueue<>(1);
    private volatile long horizon;
    private Checkpoint last;

    /** A mark for the writer. */
    private record Pending(Checkpoint at, LastEvents.Taken taken) {}

    /**
     * Goes on behind a mark.
     *
     * @param lastEvents what has been seen up to the checkpoint
     * @param horizon ms before the checkpoint that must stay rebuildable
     * @param remember how long, in ms, the last event of a silent sensor is kept
     * @param last where the sensors that changed since count as changed: the newest mark, or an older one
     */
    MarkKeeper(Marks marks, LastEvents lastEvents, long horizon, long remember, Checkpoint last) {
        this.marks = marks;
        this.lastEvents = lastEvents;
        this.horizon = horizon;
        this.remember = remember;
        this.last = last;
    }

    /** From now on so much before the checkpoint must stay rebuildable, ms. Safe for any thread. */
    void horizon(long millis) {
        horizon = millis;
    }

    private long spacing() {
        return Math.max(SHORTEST_MS, horizon / PARTS_OF_HORIZON);
    }

    /** An event was evaluated. On the engine's thread. */
    void event(Metric event) {
        lastEvents.note(event);
    }

    /** A message was evaluated, and this is the place behind it. On the engine's thread. */
    void passed(Checkpoint place) {
        if (isDue(place) && pending.isEmpty()) {
            int before = lastEvents.size();
            LastEvents.Taken taken =
                    lastEvents.take(last.sequence(), place.clock().clock() - remember);
            if (!taken.forgotten().isEmpty()) {
                log.info(
                        "{} of {} sensors have been silent for too long, or are too many, and are no longer remembered",
                        taken.forgotten().size(),
                        before);
            }
            pending.add(new Pending(place, taken));
            last = place;
        }
    }

    private boolean isDue(Checkpoint place) {
        ClockState now = place.clock();
        return now.isSet()
                && (!last.clock().isSet()
                        || now.clock() - last.clock().clock() >= spacing()
                        || place.sequence() - last.sequence() >= MESSAGES);
    }

    /** Writes until interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                write(pending.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Pending next) {
        List<Metric> changed = next.taken().changed().stream()
                .sorted(LastEvents.Entry.IN_ORDER)
                .map(LastEvents.Entry::event)
                .toList();
        // One spacing more than the horizon: a reload that is looking for its mark counts from a little earlier.
        marks.add(
                new Mark(next.at(), changed),
                next.taken().forgotten(),
                next.at().clock().clock() - horizon - spacing());
    }
}
