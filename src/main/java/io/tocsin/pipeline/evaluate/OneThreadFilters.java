package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.client.meta.EventTypeIdPair;
import com.espertech.esper.common.internal.epl.expression.core.ExprEvaluatorContext;
import com.espertech.esper.common.internal.filterspec.FilterValueSetParam;
import com.espertech.esper.common.internal.filtersvc.FilterHandle;
import com.espertech.esper.runtime.internal.filtersvcimpl.FilterItem;
import com.espertech.esper.runtime.internal.filtersvcimpl.FilterServiceBase;
import com.espertech.esper.runtime.internal.filtersvcimpl.FilterServiceGranularLockFactoryNone;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the statements that want an event, without a lock for each event: an engine is run by one thread at a time. */
final class OneThreadFilters extends FilterServiceBase {
    private final WantedEvents wanted = new WantedEvents();
    private @Nullable EventBean found;
    private long foundVersion;

    OneThreadFilters(int stage) {
        super(FilterServiceGranularLockFactoryNone.INSTANCE, stage);
    }

    /** The events that filters ask for, as they are now. */
    WantedEvents wanted() {
        return wanted;
    }

    /**
     * Whether any statement wants the event; {@code matches} holds them then, and the next call of {@link #evaluate}, which is
     * to be for the same event, leaves it at that.
     */
    boolean find(EventBean event, Collection<FilterHandle> matches, ExprEvaluatorContext context) {
        foundVersion = evaluateInternal(event, matches, context);
        found = matches.size() == 0 ? null : event; // isEmpty is not supported by it
        return found != null;
    }

    @Override
    public long evaluate(EventBean event, Collection<FilterHandle> matches, ExprEvaluatorContext context) {
        if (event == found) {
            found = null;
            return foundVersion;
        }
        return evaluateInternal(event, matches, context);
    }

    @Override
    public long evaluate(
            EventBean event, Collection<FilterHandle> matches, int statement, ExprEvaluatorContext context) {
        return evaluateInternal(event, matches, statement, context);
    }

    @Override
    public void add(EventType type, FilterValueSetParam[][] values, FilterHandle handle) {
        addInternal(type, values, handle);
        wanted.add(handle, type, values);
    }

    @Override
    public void remove(FilterHandle handle, EventType type, FilterValueSetParam[][] values) {
        removeInternal(handle, type, values);
        wanted.remove(handle, type, values);
    }

    @Override
    public void removeType(EventType type) {
        removeTypeInternal(type);
    }

    @Override
    public Map<EventTypeIdPair, Map<Integer, List<FilterItem[]>>> get(Set<Integer> statements) {
        return getInternal(statements);
    }

    @Override
    public void acquireWriteLock() {
        // nobody else is there
    }

    @Override
    public void releaseWriteLock() {
        // nobody else is there
    }
}
