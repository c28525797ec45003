package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.context.util.AgentInstanceContext;
import com.espertech.esper.common.internal.context.util.AgentInstanceMgmtCallback;
import com.espertech.esper.common.internal.context.util.AgentInstanceStopServices;
import com.espertech.esper.common.internal.epl.expression.time.eval.TimePeriodProvide;
import com.espertech.esper.common.internal.view.core.DataWindowView;
import com.espertech.esper.common.internal.view.core.ViewDataVisitor;
import com.espertech.esper.common.internal.view.core.ViewFactory;
import com.espertech.esper.common.internal.view.core.ViewSupport;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * {@code #time(..)}: holds and lets go of what Esper's does, and tells of it at the same times. For windows that events leave by
 * their age alone, and of which nothing asks for the event before another. Where the statement fails on what has gone, later
 * events go at their times all the same; Esper's would keep them for ever.
 */
final class SlidingTime extends ViewSupport implements DataWindowView, AgentInstanceMgmtCallback {
    private final AgentInstanceContext context;
    private final ViewFactory factory;
    private final TimePeriodProvide span;
    private final WindowTimer timer;
    private TimedEvents events = new WholeEvents();

    SlidingTime(AgentInstanceContext context, ViewFactory factory, TimePeriodProvide span) {
        this.context = context;
        this.factory = factory;
        this.span = span;
        timer = new WindowTimer(context, this::expire);
    }

    @Override
    public EventType getEventType() {
        return parent.getEventType();
    }

    @Override
    public Iterator<EventBean> iterator() {
        return events.iterator();
    }

    @Override
    public void update(EventBean @Nullable [] come, EventBean @Nullable [] gone) {
        if (gone != null) {
            throw new IllegalStateException("events leave this window by their age alone");
        }
        if (come == null) {
            child.update(null, null);
        } else {
            take(come);
        }
    }

    private void take(EventBean[] come) {
        long now = timer.now();
        for (EventBean event : come) {
            events.add(now, event);
        }
        if (timer.next(now) == WindowTimer.NEVER) {
            schedule(now);
        }
        if (Alike.isStatement(child)) {
            takeReplaceable(come);
        } else {
            child.update(come, null);
        }
    }

    /** Packed behind the statement, since it shows only then whether groups have taken them in. */
    private void takeReplaceable(EventBean[] come) {
        for (EventBean event : come) {
            if (event instanceof Member member) {
                member.cameTo(null); // that was another statement
            }
        }
        Member.mark(come, true);
        try {
            child.update(come, null);
        } finally {
            Member.mark(come, false);
            pack(come);
        }
    }

    private void pack(EventBean[] come) {
        if (events instanceof WholeEvents whole && takesLike(come)) {
            events = whole.packed(come[0].getEventType());
        }
        if (events instanceof PackedEvents packed) {
            packed.pack(come.length);
        }
    }

    private static boolean takesLike(EventBean[] come) {
        return come.length > 0
                && come[0] instanceof Member member
                && member.group() != null
                && member.group().takesLike();
    }

    private void expire() {
        long now = timer.now();
        EventBean[] old = events.takeBefore(now - span.deltaSubtract(now, null, true, context) + 1);
        try {
            if (old.length > 0) {
                tell(old);
            }
        } finally {
            schedule(now);
        }
    }

    private void tell(EventBean[] gone) {
        Member.mark(gone, Alike.isStatement(child));
        try {
            child.update(null, gone);
        } finally {
            Member.mark(gone, false);
        }
    }

    private void schedule(long now) {
        if (!events.isEmpty()) {
            long oldest = events.oldest();
            timer.set(oldest + span.deltaAdd(oldest, null, true, context), now);
        }
    }

    @Override
    public void visitView(ViewDataVisitor visitor) {
        visitor.visitPrimary(events, true, factory.getViewName(), events.size());
    }

    @Override
    public void stop(AgentInstanceStopServices services) {
        timer.stop();
    }
}
