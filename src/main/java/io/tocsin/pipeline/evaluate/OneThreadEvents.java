package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPException;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.internal.collection.ArrayBackedCollection;
import com.espertech.esper.common.internal.context.util.EPStatementAgentInstanceHandle;
import com.espertech.esper.common.internal.context.util.EPStatementHandleCallbackFilter;
import com.espertech.esper.common.internal.context.util.InternalEventRouter;
import com.espertech.esper.common.internal.filtersvc.FilterHandle;
import com.espertech.esper.common.internal.filtersvc.FilterHandleCallback;
import com.espertech.esper.runtime.internal.kernel.service.EPEventServiceImpl;
import com.espertech.esper.runtime.internal.kernel.service.EPEventServiceThreadLocalEntry;
import com.espertech.esper.runtime.internal.kernel.service.EPServicesContext;
import com.espertech.esper.runtime.internal.kernel.service.EPStatementAgentInstanceHandleComparator;
import com.espertech.esper.runtime.internal.metrics.instrumentation.InstrumentationHelper;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Takes an event without the lock that keeps others from deploying statements meanwhile: an engine is run by one thread at a
 * time, and its statements are deployed before the first event. For an event that no statement wants, as most are where rules
 * are thresholds, nothing is done behind that either.
 */
final class OneThreadEvents extends EPEventServiceImpl {
    private static final Comparator<EPStatementHandleCallbackFilter> ORDER = Comparator.comparing(
            EPStatementHandleCallbackFilter::getAgentInstanceHandle, EPStatementAgentInstanceHandleComparator.INSTANCE);

    private final OneThreadFilters filters;
    private final WantedEvents wanted;

    OneThreadEvents(EPServicesContext services) {
        super(services);
        filters = (OneThreadFilters) services.getFilterService();
        wanted = filters.wanted();
        threadLocals = new HeldOnce<>(threadLocals);
    }

    @Override
    public void clearCaches() {
        super.clearCaches();
        threadLocals = new HeldOnce<>(threadLocals);
    }

    @Override
    public void processWrappedEvent(EventBean event) {
        EPEventServiceThreadLocalEntry local = threadLocals.get();
        EventBean changed = changedByRules(event, local);
        if (changed == null) {
            return;
        }
        try {
            if (!filters.find(changed, local.getMatchesArrayThreadLocal(), local.getExprEvaluatorContext())) {
                return;
            }
            processMatches(changed);
        } catch (RuntimeException e) {
            local.getMatchesArrayThreadLocal().clear();
            throw new EPException(e);
        }
        dispatch();
        processThreadWorkQueue();
    }

    /**
     * As Esper's own, but without making a sorted map of the statements for each event. What that has beside is not in use here:
     * a listener for events that nobody wants, metering, threads for routing.
     */
    @Override
    protected void processMatches(EventBean event) {
        EPEventServiceThreadLocalEntry local = threadLocals.get();
        ArrayBackedCollection<FilterHandle> matches = local.getMatchesArrayThreadLocal();
        long version = filters.evaluate(event, matches, local.getExprEvaluatorContext());
        Object[] array = matches.getArray();
        int count = matches.size();
        if (count == 1) {
            EPStatementHandleCallbackFilter only = (EPStatementHandleCallbackFilter) array[0];
            matches.clear();
            processStatementFilterSingle(only.getAgentInstanceHandle(), only, event, version, 0);
        } else {
            EPStatementHandleCallbackFilter[] found =
                    Arrays.copyOf(array, count, EPStatementHandleCallbackFilter[].class);
            matches.clear();
            Arrays.sort(found, ORDER);
            processInOrder(found, event, version);
        }
    }

    private void processInOrder(EPStatementHandleCallbackFilter[] found, EventBean event, long version) {
        int from = 0;
        while (from < found.length) {
            EPStatementAgentInstanceHandle statement = found[from].getAgentInstanceHandle();
            int to = from + 1;
            while (to < found.length && found[to].getAgentInstanceHandle().equals(statement)) {
                to++;
            }
            Object callbacks = to - from == 1 ? found[from].getFilterCallback() : callbacks(found, from, to);
            processStatementFilterMultiple(statement, callbacks, event, version, 0);
            if (statement.isPreemptive()) {
                return;
            }
            from = to;
        }
    }

    private static Collection<FilterHandleCallback> callbacks(
            EPStatementHandleCallbackFilter[] found, int from, int to) {
        Collection<FilterHandleCallback> callbacks = new ArrayDeque<>(to - from);
        for (int i = from; i < to; i++) {
            callbacks.add(found[i].getFilterCallback());
        }
        return callbacks;
    }

    /** Whether an event of this service with this value can come to anything. */
    boolean wants(String service, double value) {
        return wanted.contains(service, value)
                || services.getInternalEventRouter().isHasPreprocessing();
    }

    /** What {@code update istream} makes of it. */
    private @Nullable EventBean changedByRules(EventBean event, EPEventServiceThreadLocalEntry local) {
        InternalEventRouter router = services.getInternalEventRouter();
        return router.isHasPreprocessing()
                ? router.preprocess(event, local.getExprEvaluatorContext(), InstrumentationHelper.get())
                : event;
    }
}
