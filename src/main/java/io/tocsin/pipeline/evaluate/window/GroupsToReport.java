package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.internal.collection.MultiKeyArrayOfKeys;
import com.espertech.esper.common.internal.collection.UniformPair;
import com.espertech.esper.common.internal.epl.expression.core.ExprEvaluatorContext;
import com.espertech.esper.common.internal.epl.resultset.rowpergroup.ResultSetProcessorRowPerGroup;
import com.espertech.esper.common.internal.epl.resultset.rowpergroup.ResultSetProcessorRowPerGroupOutputLastHelper;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of {@code group by .. output last} that an event has come to or left since the last output, in the order in which
 * that first happened, each with its latest event. Esper has a map of them beside that of the aggregations, and looks each event
 * up in both when it comes and when it goes; here a group is one object, and an event that goes has it at hand. For statements
 * that give no remove stream.
 */
final class GroupsToReport implements ResultSetProcessorRowPerGroupOutputLastHelper {
    private final ResultSetProcessorRowPerGroup processor;
    private final ResultSetProcessorRowPerGroupOutputLastHelper esper;
    private final Touched touched = new Touched();
    private final EventBean[] evaluated = new EventBean[1];

    /**
     * For one statement, or one partition of it.
     *
     * @param esper what joins are left to, and groups that age
     */
    GroupsToReport(ResultSetProcessorRowPerGroup processor, ResultSetProcessorRowPerGroupOutputLastHelper esper) {
        this.processor = processor;
        this.esper = esper;
    }

    @Override
    public void processView(EventBean @Nullable [] come, EventBean @Nullable [] gone, boolean synthesize) {
        if (!(processor.getAggregationService() instanceof Groups groups)) {
            esper.processView(come, gone, synthesize);
            return;
        }
        ExprEvaluatorContext context = processor.getExprEvaluatorContext();
        if (come != null) {
            for (EventBean event : come) {
                evaluated[0] = event;
                Group group = groups.entering(processor.generateGroupKeySingle(evaluated, true));
                if (event instanceof Member member) {
                    member.cameTo(group);
                }
                touched.put(group, event);
                groups.enter(group, evaluated, context);
            }
        }
        if (gone != null) {
            for (EventBean event : gone) {
                evaluated[0] = event;
                Group group = left(groups, event);
                touched.put(group, event);
                groups.leave(group, evaluated, context);
            }
        }
    }

    private Group left(Groups groups, EventBean event) {
        Object key = processor.generateGroupKeySingle(evaluated, true);
        Group known = event instanceof Member member ? member.group() : null;
        if (known != null && known.isOf(groups) && known.aggregations() != null && Objects.equals(known.key(), key)) {
            return known;
        }
        return groups.leaving(key);
    }

    @Override
    public @Nullable UniformPair<EventBean[]> outputView(boolean synthesize) {
        if (!(processor.getAggregationService() instanceof Groups groups)) {
            return esper.outputView(synthesize);
        }
        List<EventBean> rows = new ArrayList<>();
        try {
            processor.generateOutputBatchedArrFromIterator(false, each(groups), true, synthesize, rows, null);
        } finally {
            groups.expect(null);
        }
        touched.clear(groups::reported);
        return rows.isEmpty() ? null : new UniformPair<>(rows.toArray(EventBean[]::new), null);
    }

    private Iterator<Map.Entry<Object, EventBean[]>> each(Groups groups) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < touched.size();
            }

            @Override
            public Map.Entry<Object, EventBean[]> next() {
                Group group = touched.group(next);
                groups.expect(group);
                return new SimpleImmutableEntry<>(group.key(), new EventBean[] {touched.latest(next++)});
            }
        };
    }

    @Override
    public void processJoin(
            Set<MultiKeyArrayOfKeys<EventBean>> come, Set<MultiKeyArrayOfKeys<EventBean>> gone, boolean synthesize) {
        esper.processJoin(come, gone, synthesize);
    }

    @Override
    public @Nullable UniformPair<EventBean[]> outputJoin(boolean synthesize) {
        return esper.outputJoin(synthesize);
    }

    @Override
    public void remove(Object key) {
        esper.remove(key);
    }

    @Override
    public void destroy() {
        esper.destroy();
    }
}
