package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.internal.collection.ViewUpdatedCollection;
import com.espertech.esper.common.internal.epl.agg.core.AggregationService;
import com.espertech.esper.common.internal.epl.pattern.core.EvalRootState;
import com.espertech.esper.common.internal.epl.rowrecog.core.RowRecogNFAViewService;
import com.espertech.esper.common.internal.epl.rowrecog.core.RowRecogNFAViewServiceVisitor;
import com.espertech.esper.common.internal.epl.rowrecog.state.RowRecogPartitionState;
import com.espertech.esper.common.internal.statement.resource.StatementResourceHolder;
import com.espertech.esper.common.internal.statement.resource.StatementResourceService;
import com.espertech.esper.common.internal.view.core.View;
import com.espertech.esper.common.internal.view.core.ViewDataVisitable;
import com.espertech.esper.common.internal.view.core.ViewDataVisitableContainer;
import com.espertech.esper.common.internal.view.core.ViewDataVisitor;
import com.espertech.esper.common.internal.view.core.ViewDataVisitorContained;
import com.espertech.esper.common.internal.view.core.Viewable;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a statement holds: events in its windows, groups of its aggregations, rows of its table, partitions of its
 * match_recognize, open places of its patterns. An event in two windows counts twice; what joins index counts once, by its
 * window. Asks sizes, so it takes time by the number of windows, not of events.
 */
final class HeldState {
    private final PatternPlaces places = new PatternPlaces();
    private long held;

    private HeldState() {}

    static long of(StatementResourceService resources) {
        HeldState state = new HeldState();
        try {
            state.add(resources.getResourcesUnpartitioned());
            Map<Integer, StatementResourceHolder> partitions = resources.getResourcesPartitioned();
            if (partitions != null) {
                partitions.values().forEach(state::add);
            }
        } catch (RuntimeException e) {
            // A form that cannot be counted counts as far as it went: an engine never stops for it.
            return state.held + state.places.count();
        }
        return state.held + state.places.count();
    }

    private void add(@Nullable StatementResourceHolder resources) {
        if (resources == null) {
            return;
        }
        each(resources.getEventStreamViewables(), this::views);
        groups(resources.getAggregationService());
        each(resources.getPatternRoots(), (EvalRootState root) -> root.accept(places));
        if (resources.getTableInstance() != null) {
            held += resources.getTableInstance().size();
        }
        if (resources.getNamedWindowInstance() != null) {
            held += resources.getNamedWindowInstance().getCountDataWindow();
        }
        if (resources.getSubselectStrategies() != null) {
            resources.getSubselectStrategies().values().forEach(subselect -> {
                views(subselect.getSubselectActivationResult().getViewable());
                groups(subselect.getAggregationService());
            });
        }
    }

    private static <T> void each(T @Nullable [] values, Consumer<T> use) {
        if (values != null) {
            for (T value : values) {
                if (value != null) {
                    use.accept(value);
                }
            }
        }
    }

    private void groups(@Nullable AggregationService service) {
        if (service != null) {
            service.accept((groups, state) -> held += groups);
        }
    }

    private void views(@Nullable Viewable top) {
        for (Viewable at = top; at != null; at = at.getChild()) {
            view(at);
        }
    }

    private void view(Viewable view) {
        if (view instanceof ViewDataVisitableContainer container) {
            container.visitViewContainer(contained); // of those that are visitable themselves, some throw
        } else if (view instanceof ViewDataVisitable window) {
            window.visitView(sizes);
        }
        if (view instanceof RowRecogNFAViewService recognition) {
            recognition.accept(partitions);
        }
    }

    private final ViewDataVisitorContained contained = new ViewDataVisitorContained() {
        @Override
        public void visitPrimary(String viewName, int number) {
            held += number;
        }

        @Override
        public void visitContained(Object key, View view) {
            views(view);
        }
    };

    private final RowRecogNFAViewServiceVisitor partitions = new RowRecogNFAViewServiceVisitor() {
        @Override
        public void visitUnpartitioned(RowRecogPartitionState state) {
            held++;
        }

        @Override
        public void visitPartitioned(Map<Object, RowRecogPartitionState> states) {
            held += states.size();
        }
    };

    private final ViewDataVisitor sizes = new ViewDataVisitor() {
        @Override
        public void visitPrimary(@Nullable EventBean event, String viewName) {
            held += event == null ? 0 : 1;
        }

        @Override
        public void visitPrimary(EventBean @Nullable [] events, String viewName) {
            held += events == null ? 0 : events.length;
        }

        @Override
        public void visitPrimary(
                @Nullable Collection<?> events, boolean counts, String viewName, @Nullable Integer count) {
            held += count != null ? count : events == null ? 0 : events.size();
        }

        @Override
        public void visitPrimary(
                @Nullable Map<?, ?> events,
                boolean counts,
                String viewName,
                @Nullable Integer count,
                @Nullable Integer keys) {
            held += count != null ? count : events == null ? 0 : events.size();
        }

        @Override
        public void visitPrimary(@Nullable ViewUpdatedCollection events, String viewName) {
            held += events == null ? 0 : events.getNumEventsInsertBuf();
        }
    };
}
