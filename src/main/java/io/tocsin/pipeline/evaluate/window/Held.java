package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest event of a key. There are as many as sensors, so that its fields are all it has. */
final class Held {
    /** Where {@link #look} stands before it is filed and once it is let go of. */
    static final long NOT_FILED = Long.MAX_VALUE;

    /** As it was when the event came first: a key may depend on the time. */
    final Object key;
    /** What it holds; null once it was let go of, as {@link Deadlines} may keep it for longer. */
    @Nullable
    EventBean event;
    /** The engine's time at which the event goes, epoch ms UTC. */
    long until;
    /** Of the event, counted as they came. */
    long number;
    /** When {@link Deadlines} looks at it next, not after {@link #until}. */
    long look = NOT_FILED;

    Held(Object key) {
        this.key = key;
    }

    EventBean letGo() {
        EventBean was = Objects.requireNonNull(event, "let go of once");
        event = null;
        return was;
    }
}
