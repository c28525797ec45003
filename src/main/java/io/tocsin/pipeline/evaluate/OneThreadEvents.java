package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPException;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.internal.context.util.InternalEventRouter;
import com.espertech.esper.runtime.internal.kernel.service.EPEventServiceImpl;
import com.espertech.esper.runtime.internal.kernel.service.EPEventServiceThreadLocalEntry;
import com.espertech.esper.runtime.internal.kernel.service.EPServicesContext;
import com.espertech.esper.runtime.internal.metrics.instrumentation.InstrumentationHelper;
import org.jspecify.annotations.Nullable;

/**
 * Takes an event without the lock that keeps others from deploying statements meanwhile: an engine is run by one thread at a
 * time, and its statements are deployed before the first event. For an event that no statement wants, as most are where rules
 * are thresholds, nothing is done behind that either.
 */
final class OneThreadEvents extends EPEventServiceImpl {
    private final OneThreadFilters filters;
    private final WantedServices wanted;

    OneThreadEvents(EPServicesContext services) {
        super(services);
        filters = (OneThreadFilters) services.getFilterService();
        wanted = filters.wanted();
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

    /** Whether an event of this service can come to anything. */
    boolean wants(String service) {
        return wanted.contains(service) || services.getInternalEventRouter().isHasPreprocessing();
    }

    /** What {@code update istream} makes of it. */
    private @Nullable EventBean changedByRules(EventBean event, EPEventServiceThreadLocalEntry local) {
        InternalEventRouter router = services.getInternalEventRouter();
        return router.isHasPreprocessing()
                ? router.preprocess(event, local.getExprEvaluatorContext(), InstrumentationHelper.get())
                : event;
    }
}
