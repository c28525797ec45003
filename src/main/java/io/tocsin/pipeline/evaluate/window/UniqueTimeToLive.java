package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.context.util.AgentInstanceContext;
import com.espertech.esper.common.internal.context.util.AgentInstanceMgmtCallback;
import com.espertech.esper.common.internal.context.util.AgentInstanceStopServices;
import com.espertech.esper.common.internal.epl.agg.core.AggregationServiceNull;
import com.espertech.esper.common.internal.epl.expression.core.ExprEvaluator;
import com.espertech.esper.common.internal.statement.resource.StatementResourceHolder;
import com.espertech.esper.common.internal.statement.resource.StatementResourceService;
import com.espertech.esper.common.internal.view.core.DataWindowView;
import com.espertech.esper.common.internal.view.core.ViewDataVisitor;
import com.espertech.esper.common.internal.view.core.ViewFactory;
import com.espertech.esper.common.internal.view.core.ViewSupport;
import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code #unique(key)#timetolive(until) retain-intersection} as one window: the newest event of each key, until its own time. It
 * holds and lets go of what Esper's two windows and their intersection do, and tells of it at the same times; where an event goes
 * as it comes, of it last, for which Esper has no order. Where the statement fails on what has gone, later events go at their
 * times all the same. A leap of the clock may let events go before another timer of the same statement that was due before them.
 */
final class UniqueTimeToLive extends ViewSupport implements DataWindowView, AgentInstanceMgmtCallback {
    private static final EventBean[] NONE = {};

    private final AgentInstanceContext context;
    private final ViewFactory factory;
    private final ExprEvaluator key;
    private final ExprEvaluator until;
    private final WindowTimer timer;
    private final EventBean[] evaluated = new EventBean[1];
    private final Map<Object, Held> newest = new HashMap<>();
    private final Deadlines deadlines = new Deadlines();
    private long numbers;
    private @Nullable Boolean takesLike;

    UniqueTimeToLive(AgentInstanceContext context, ViewFactory factory, ExprEvaluator key, ExprEvaluator until) {
        this.context = context;
        this.factory = factory;
        this.key = key;
        this.until = until;
        timer = new WindowTimer(context, this::expire);
    }

    @Override
    public EventType getEventType() {
        return parent.getEventType();
    }

    @Override
    public Iterator<EventBean> iterator() {
        return newest.values().stream().map(held -> held.event(getEventType())).iterator();
    }

    /** From a stream one event comes, from a window of rules several may come and go. */
    @Override
    public void update(EventBean @Nullable [] come, EventBean @Nullable [] gone) {
        if (come == null) {
            if (gone != null) {
                take(gone);
                child.update(null, gone);
            }
            return;
        }
        long now = timer.now();
        EventBean[] left = come.length == 1 && gone == null ? add(come[0], now) : several(come, gone, now);
        schedule(now);
        child.update(come, left.length == 0 ? gone : left);
    }

    private EventBean[] several(EventBean[] come, EventBean @Nullable [] gone, long now) {
        List<EventBean> left = new ArrayList<>();
        for (EventBean event : come) {
            Collections.addAll(left, add(event, now));
        }
        if (gone != null) {
            left.addAll(take(gone));
        }
        return left.toArray(EventBean[]::new);
    }

    /** Answers what goes as it comes. */
    private EventBean[] add(EventBean event, long now) {
        Object of = evaluate(key, event);
        long goes = (Long) evaluate(until, event);
        Held held = newest.get(of);
        EventBean replaced = held == null ? null : held.event(getEventType());
        if (goes <= now) {
            if (held != null) {
                remove(held);
            }
            return replaced == null ? new EventBean[] {event} : new EventBean[] {replaced, event};
        }
        if (held == null) {
            held = new Held(of);
            newest.put(of, held);
        }
        hold(held, event);
        held.until = goes;
        held.number = numbers++;
        if (goes < held.look) {
            deadlines.file(held, now);
        }
        return replaced == null ? NONE : new EventBean[] {replaced};
    }

    private void hold(Held held, EventBean event) {
        if (takesLike() && event.getEventType() == getEventType() && event.getUnderlying() instanceof Metric metric) {
            held.hold(metric);
        } else {
            held.hold(event);
        }
    }

    /** Whether an event that goes may be another one like that which came. */
    private boolean takesLike() {
        Boolean known = takesLike;
        if (known == null) {
            known = Alike.isStatement(child) && hasNoAggregations();
            takesLike = known;
        }
        return known;
    }

    private boolean hasNoAggregations() {
        StatementResourceService resources = context.getStatementContext().getStatementResourceService();
        StatementResourceHolder own = resources.getResourcesPartitioned() == null
                ? resources.getUnpartitioned()
                : resources.getPartitioned(context.getAgentInstanceId());
        return own != null && own.getAggregationService() == AggregationServiceNull.INSTANCE;
    }

    private Object evaluate(ExprEvaluator expression, EventBean event) {
        evaluated[0] = event;
        return expression.evaluate(evaluated, true, context);
    }

    /** Takes these away and answers those that were here. */
    private List<EventBean> take(EventBean[] gone) {
        List<EventBean> were = new ArrayList<>();
        for (EventBean event : gone) {
            Held held = newest.get(evaluate(key, event));
            if (held != null && held.holds(event)) {
                remove(held);
                were.add(event);
            }
        }
        return were;
    }

    private void remove(Held held) {
        newest.remove(held.key);
        deadlines.drop(held);
        held.letGo();
    }

    private void expire() {
        long now = timer.now();
        List<EventBean> left = new ArrayList<>();
        for (Held held = deadlines.next(now); held != null; held = deadlines.next(now)) {
            newest.remove(held.key);
            left.add(held.event(getEventType()));
            held.letGo();
        }
        schedule(now);
        if (!left.isEmpty()) {
            child.update(null, left.toArray(EventBean[]::new));
        }
    }

    private void schedule(long now) {
        if (deadlines.isWasteful(newest.size())) {
            deadlines.fileAnew(newest.values(), now);
        }
        long first = deadlines.first();
        if (first < timer.next(now)) {
            timer.set(first, now);
        }
    }

    @Override
    public void visitView(ViewDataVisitor visitor) {
        visitor.visitPrimary(newest, true, factory.getViewName(), newest.size(), newest.size());
    }

    @Override
    public void stop(AgentInstanceStopServices services) {
        timer.stop();
    }
}
