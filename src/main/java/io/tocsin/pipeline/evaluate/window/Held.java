package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import io.tocsin.model.Metric;
import org.jspecify.annotations.Nullable;

/** The newest event of a key, whole or taken apart. There are as many as sensors, so that its fields are all it has. */
final class Held extends Sensor {
    /** Where {@link #look} stands before it is filed and once it is let go of. */
    static final long NOT_FILED = Long.MAX_VALUE;

    /** As it was when the event came first: a key may depend on the time. */
    final Object key;
    /** The engine's time at which the event goes, epoch ms UTC. */
    long until;
    /** Of the event, counted as they came. */
    long number;
    /** When {@link Deadlines} looks at it next, not after {@link #until}. */
    long look = NOT_FILED;

    private @Nullable EventBean whole;
    // Of an event that was taken apart.
    private double value;
    private long time;
    private long seen;
    private long sequence;

    Held(Object key) {
        this.key = key;
    }

    void hold(EventBean event) {
        whole = event;
    }

    void hold(Metric event) {
        if (!has(event)) {
            learn(event);
        }
        value = event.metric();
        time = event.time();
        seen = event.seen();
        sequence = event.sequence();
    }

    /** What it holds, or another event with all that it had. */
    EventBean event(EventType type) {
        EventBean held = whole;
        return held == null ? new Member(event(value, time, seen, sequence), type) : held;
    }

    /** Whether it holds this very event. */
    boolean holds(EventBean event) {
        return event.equals(whole);
    }

    /** {@link Deadlines} may keep this for longer. */
    void letGo() {
        whole = null;
    }
}
