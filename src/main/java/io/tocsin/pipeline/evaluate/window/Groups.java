package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.internal.collection.SortedDoubleVector;
import com.espertech.esper.common.internal.epl.agg.core.AggregationGroupByRollupLevel;
import com.espertech.esper.common.internal.epl.agg.core.AggregationRow;
import com.espertech.esper.common.internal.epl.agg.core.AggregationRowFactory;
import com.espertech.esper.common.internal.epl.agg.core.AggregationRowRemovedCallback;
import com.espertech.esper.common.internal.epl.agg.core.AggregationService;
import com.espertech.esper.common.internal.epl.agg.core.AggregationServiceVisitor;
import com.espertech.esper.common.internal.epl.agg.core.AggregationServiceVisitorWGroupDetail;
import com.espertech.esper.common.internal.epl.expression.core.ExprEvaluatorContext;
import io.tocsin.pipeline.evaluate.exact.ExactDeviation;
import io.tocsin.pipeline.evaluate.exact.ExactSum;
import io.tocsin.pipeline.evaluate.exact.SortedNumbers;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one {@code group by} with their aggregations. As Esper's: an event comes to a group and leaves one, a group whose
 * last event has gone is let go of when the next event comes, and what is asked for is that of the current group. Beside that it
 * hands out its groups: where there are as many as sensors, looking one up is most of the work, and who has one at hand need not.
 */
final class Groups implements AggregationService {
    /** Aggregations that keep nothing of an event. */
    private static final Set<Class<?>> NUMBERS =
            Set.of(ExactSum.class, ExactDeviation.class, SortedNumbers.class, SortedDoubleVector.class);

    private static final ClassValue<Boolean> NUMBERS_ALONE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> row) {
            return haveFieldsOfNumbers(row);
        }
    };

    private final AggregationRowFactory rows;
    private final boolean takesLike;
    private final Map<Object, Group> groups = new HashMap<>();
    private final List<Group> emptied = new ArrayList<>();
    /** Those that are here only since their last output is still to come. */
    private int withoutRow;

    private @Nullable Object key;
    private @Nullable AggregationRow row;
    private @Nullable Group expected;

    Groups(AggregationRowFactory rows) {
        this(rows, holdNumbersAlone(rows.make().getClass()));
    }

    Groups(AggregationRowFactory rows, boolean takesLike) {
        this.rows = rows;
        this.takesLike = takesLike;
    }

    /** Esper makes a class for the aggregations of a statement, with a field for each of them. */
    static boolean holdNumbersAlone(Class<?> row) {
        return NUMBERS_ALONE.get(row);
    }

    private static boolean haveFieldsOfNumbers(Class<?> row) {
        return Arrays.stream(row.getDeclaredFields())
                .map(Field::getType)
                .allMatch(type -> type.isPrimitive() || NUMBERS.contains(type));
    }

    /** Whether an event that leaves may be another one with the same values as that which came. */
    boolean takesLike() {
        return takesLike;
    }

    /** The group that an event with this key comes to; {@link #enter} follows. */
    Group entering(@Nullable Object key) {
        forgetEmptied();
        return of(key);
    }

    /** The group that an event with this key leaves; {@link #leave} follows. */
    Group leaving(@Nullable Object key) {
        return of(key);
    }

    private Group of(@Nullable Object key) {
        Group group = groups.get(key);
        if (group == null) {
            group = new Group(this, key);
            groups.put(key, group);
            withoutRow++;
        }
        return group;
    }

    private AggregationRow rowOf(Group group) {
        AggregationRow known = group.aggregations();
        if (known == null) {
            known = rows.make();
            group.aggregations(known);
            withoutRow--;
        }
        return known;
    }

    void enter(Group group, EventBean[] events, ExprEvaluatorContext context) {
        AggregationRow into = rowOf(group);
        row = into;
        into.increaseRefcount();
        into.applyEnter(events, context);
    }

    void leave(Group group, EventBean[] events, ExprEvaluatorContext context) {
        AggregationRow from = rowOf(group);
        row = from;
        from.decreaseRefcount();
        from.applyLeave(events, context);
        if (from.getRefcount() <= 0) {
            emptied.add(group);
        }
    }

    /** What is asked for next is of this group; nothing known where null. */
    void expect(@Nullable Group group) {
        expected = group;
    }

    /** The last output of a group that was touched has been. */
    void reported(Group group) {
        group.reported();
        if (group.aggregations() == null && groups.remove(group.key(), group)) {
            withoutRow--;
        }
    }

    private void forgetEmptied() {
        if (!emptied.isEmpty()) {
            emptied.forEach(this::forget);
            emptied.clear();
        }
    }

    private void forget(Group group) {
        if (group.aggregations() != null) {
            group.aggregations(null);
            withoutRow++;
        }
        if (!group.isTouched() && groups.remove(group.key(), group)) {
            withoutRow--;
        }
    }

    @Override
    public void applyEnter(EventBean[] events, Object key, ExprEvaluatorContext context) {
        enter(entering(key), events, context);
    }

    @Override
    public void applyLeave(EventBean[] events, Object key, ExprEvaluatorContext context) {
        leave(leaving(key), events, context);
    }

    @Override
    public void clearResults(ExprEvaluatorContext context) {
        List.copyOf(groups.values()).forEach(this::forget);
    }

    @Override
    public void setCurrentAccess(Object key, int agentInstanceId, @Nullable AggregationGroupByRollupLevel level) {
        this.key = key;
        Group group = expected != null && expected.key() == key ? expected : groups.get(key);
        AggregationRow known = group == null ? null : group.aggregations();
        row = known == null ? rows.make() : known;
    }

    private AggregationRow current() {
        return Objects.requireNonNull(row, "no group was asked for");
    }

    @Override
    public @Nullable Object getValue(
            int column, int agentInstanceId, EventBean[] events, boolean isNewData, ExprEvaluatorContext context) {
        return current().getValue(column, events, isNewData, context);
    }

    @Override
    public @Nullable Collection<EventBean> getCollectionOfEvents(
            int column, EventBean[] events, boolean isNewData, ExprEvaluatorContext context) {
        return current().getCollectionOfEvents(column, events, isNewData, context);
    }

    @Override
    public @Nullable EventBean getEventBean(
            int column, EventBean[] events, boolean isNewData, ExprEvaluatorContext context) {
        return current().getEventBean(column, events, isNewData, context);
    }

    @Override
    public @Nullable Collection<Object> getCollectionScalar(
            int column, EventBean[] events, boolean isNewData, ExprEvaluatorContext context) {
        return current().getCollectionScalar(column, events, isNewData, context);
    }

    @Override
    public @Nullable Object getGroupKey(int agentInstanceId) {
        return key;
    }

    @Override
    public Collection<Object> getGroupKeys(ExprEvaluatorContext context) {
        forgetEmptied();
        List<Object> keys = new ArrayList<>();
        groups.forEach((key, group) -> {
            if (group.aggregations() != null) {
                keys.add(key);
            }
        });
        return keys;
    }

    @Override
    public @Nullable AggregationRow getAggregationRow(
            int agentInstanceId, EventBean[] events, boolean isNewData, ExprEvaluatorContext context) {
        return row;
    }

    @Override
    public AggregationService getContextPartitionAggregationService(int agentInstanceId) {
        return this;
    }

    @Override
    public boolean isGrouped() {
        return true;
    }

    @Override
    public void accept(AggregationServiceVisitor visitor) {
        visitor.visitAggregations(groups.size() - withoutRow, groups);
    }

    @Override
    public void acceptGroupDetail(AggregationServiceVisitorWGroupDetail visitor) {
        visitor.visitGrouped(groups.size() - withoutRow);
        groups.forEach((key, group) -> {
            if (group.aggregations() != null) {
                visitor.visitGroup(key, group.aggregations());
            }
        });
    }

    /** Only groups that age are told of being removed, and those are Esper's. */
    @Override
    public void setRemovedCallback(AggregationRowRemovedCallback callback) {}

    /** An event that is kept elsewhere may still know a group of these. */
    @Override
    public void stop() {
        groups.clear();
        emptied.clear();
        withoutRow = 0;
    }
}
