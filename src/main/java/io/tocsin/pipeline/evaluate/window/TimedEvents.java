package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import java.util.AbstractCollection;

/** Events with the times at which they came, in that order. For one thread at a time. */
abstract class TimedEvents extends AbstractCollection<EventBean> {
    /** Adds an event that came at this time, not before that of the last. */
    abstract void add(long time, EventBean event);

    /** The time of the oldest event; there is one. */
    abstract long oldest();

    /** Takes away all that came before this time and answers them, oldest first. */
    abstract EventBean[] takeBefore(long time);
}
