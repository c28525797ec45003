package io.tocsin.reference;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Readings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of the clock, read word by word: D is the least of all distances there ever were between log and clock. */
final class PlainClock {
    static final long TOLERANCE = 5_000;
    static final long STALL = 30_000;

    final Timeline timeline = new Timeline();
    private final List<Long> distances = new ArrayList<>();
    private @Nullable Long clock;
    private @Nullable Long log;
    private long sequence;

    void take(Input input) {
        if (input instanceof Input.Tick tick) {
            pace(tick.brokerTime());
        } else if (input instanceof Input.Stored stored) {
            message(stored);
        }
        timeline.places.add(new Checkpoint(sequence, state()));
    }

    private void message(Input.Stored m) {
        if (m.logTime() != Message.NO_TIMESTAMP) {
            log = log == null ? m.logTime() : Math.max(log, m.logTime());
            pace(log);
        }
        if (m.readings() != null && m.readings().size() > 0) {
            events(m.sequence(), m.readings());
        }
        if (clock != null && log != null) {
            distances.add(log - clock);
        }
        sequence = m.sequence();
    }

    /** Rule 1. */
    private void pace(long time) {
        if (!distances.isEmpty()) {
            move(time - delay() - STALL, true);
        }
    }

    /** Rule 2. */
    private void events(long number, Readings r) {
        boolean future = log != null && r.time() > log + TOLERANCE;
        long seen = move(future && log != null ? log : r.time(), false);
        for (int i = 0; i < r.size(); i++) {
            timeline.events.add(new Event(r.host(), r.services()[i], r.values()[i], r.time(), seen, number));
        }
        if (future) {
            timeline.future += r.size();
        } else if (r.time() < seen) {
            timeline.late += r.size();
        }
    }

    private long move(long time, boolean byPace) {
        if (clock != null && time > clock) {
            timeline.moves.add(new Timeline.Move(clock, time, sequence, byPace));
        }
        clock = clock == null ? time : Math.max(clock, time);
        return clock;
    }

    /** Rule 3. */
    long delay() {
        return Math.max(0, Collections.min(distances));
    }

    ClockState state() {
        return new ClockState(
                clock == null ? ClockState.UNSET : clock,
                distances.isEmpty() ? ClockState.UNKNOWN_DELAY : delay(),
                log == null ? ClockState.UNSET : log);
    }
}
