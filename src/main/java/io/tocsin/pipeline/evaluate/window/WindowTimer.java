package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.internal.context.util.AgentInstanceContext;
import com.espertech.esper.common.internal.context.util.EPStatementHandleCallbackSchedule;
import com.espertech.esper.common.internal.schedule.SchedulingService;

/** The timer by which a window lets go of events, at times of the engine, epoch ms UTC. */
final class WindowTimer {
    /** Of a timer that is not set. */
    static final long NEVER = Long.MAX_VALUE;

    private final SchedulingService timers;
    private final EPStatementHandleCallbackSchedule handle;
    private final long slot;
    private long at = NEVER;

    WindowTimer(AgentInstanceContext context, Runnable due) {
        timers = context.getStatementContext().getSchedulingService();
        slot = context.getStatementContext().getScheduleBucket().allocateSlot();
        handle = new EPStatementHandleCallbackSchedule(context.getEpStatementAgentInstanceHandle(), () -> {
            at = NEVER;
            due.run();
        });
    }

    long now() {
        return timers.getTime();
    }

    /** When it is due; never where its time is over: Esper passes over it where another of the same statement has failed. */
    long next(long now) {
        return at > now ? at : NEVER;
    }

    /** Sets it to this time and to no other; at once where that is over. */
    void set(long time, long now) {
        if (at != NEVER) {
            stop();
        }
        at = Math.max(now, time);
        timers.add(at - now, handle, slot);
    }

    void stop() {
        timers.remove(handle, slot);
    }
}
