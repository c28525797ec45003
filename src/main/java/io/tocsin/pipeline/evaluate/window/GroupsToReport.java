package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.internal.collection.MultiKeyArrayOfKeys;
import com.espertech.esper.common.internal.collection.UniformPair;
import com.espertech.esper.common.internal.epl.agg.core.AggregationService;
import com.espertech.esper.common.internal.epl.expression.core.ExprEvaluatorContext;
import com.espertech.esper.common.internal.epl.resultset.rowpergroup.ResultSetProcessorRowPerGroup;
import com.espertech.esper.common.internal.epl.resultset.rowpergroup.ResultSetProcessorRowPerGroupOutputLastHelper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of {@code group by .. output last} that an event has come to or left since the last output, in the order in which
 * that first happened, each with its latest event. Esper makes an entry of a map for each group anew behind each output; here a
 * group is known for as long as each interval has an event of it, and its aggregations are looked up by the same key each time,
 * most often the very one they are kept by, which spares comparing its texts. For statements that give no remove stream.
 */
final class GroupsToReport implements ResultSetProcessorRowPerGroupOutputLastHelper {
    private final ResultSetProcessorRowPerGroup processor;
    private final ResultSetProcessorRowPerGroupOutputLastHelper joins;
    private final Map<Object, Group> groups = new HashMap<>();
    private final EventBean[] evaluated = new EventBean[1];
    private List<Map.Entry<Object, EventBean[]>> touched = new ArrayList<>();
    private List<Map.Entry<Object, EventBean[]>> touchedBefore = new ArrayList<>();
    private boolean someRemoved;

    /**
     * For one statement, or one partition of it.
     *
     * @param joins what a join is left to
     */
    GroupsToReport(ResultSetProcessorRowPerGroup processor, ResultSetProcessorRowPerGroupOutputLastHelper joins) {
        this.processor = processor;
        this.joins = joins;
    }

    @Override
    public void processView(EventBean @Nullable [] come, EventBean @Nullable [] gone, boolean synthesize) {
        AggregationService aggregations = processor.getAggregationService();
        ExprEvaluatorContext context = processor.getExprEvaluatorContext();
        if (come != null) {
            for (EventBean event : come) {
                Group group = touch(event);
                aggregations.applyEnter(evaluated, group.getKey(), context);
            }
        }
        if (gone != null) {
            for (EventBean event : gone) {
                Group group = touch(event);
                aggregations.applyLeave(evaluated, group.getKey(), context);
            }
        }
    }

    private Group touch(EventBean event) {
        evaluated[0] = event;
        Object key = processor.generateGroupKeySingle(evaluated, true);
        Group group = groups.get(key);
        if (group == null) {
            group = new Group(key);
            groups.put(key, group);
        }
        if (group.touch(event)) {
            touched.add(group);
        }
        return group;
    }

    @Override
    public @Nullable UniformPair<EventBean[]> outputView(boolean synthesize) {
        if (someRemoved) {
            touched.removeIf(group -> !((Group) group).isTouched());
            someRemoved = false;
        }
        List<EventBean> rows = new ArrayList<>();
        processor.generateOutputBatchedArrFromIterator(false, touched.iterator(), true, synthesize, rows, null);
        forget();
        return rows.isEmpty() ? null : new UniformPair<>(rows.toArray(EventBean[]::new), null);
    }

    /** Behind an output. */
    private void forget() {
        for (Map.Entry<Object, EventBean[]> group : touchedBefore) {
            if (!((Group) group).isTouched()) {
                groups.remove(group.getKey(), group); // there may be another by now
            }
        }
        touched.forEach(group -> ((Group) group).reported());
        List<Map.Entry<Object, EventBean[]>> behind = touchedBefore;
        behind.clear();
        touchedBefore = touched;
        touched = behind;
    }

    @Override
    public void processJoin(
            Set<MultiKeyArrayOfKeys<EventBean>> come, Set<MultiKeyArrayOfKeys<EventBean>> gone, boolean synthesize) {
        joins.processJoin(come, gone, synthesize);
    }

    @Override
    public @Nullable UniformPair<EventBean[]> outputJoin(boolean synthesize) {
        return joins.outputJoin(synthesize);
    }

    /** Its aggregations have gone, and with them what was to be reported. */
    @Override
    public void remove(Object key) {
        Group group = groups.remove(key);
        if (group != null) {
            group.reported();
            someRemoved = true;
        }
        joins.remove(key);
    }

    @Override
    public void destroy() {
        joins.destroy();
    }
}
