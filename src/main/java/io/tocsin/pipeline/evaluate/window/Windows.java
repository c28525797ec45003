package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.internal.epl.agg.core.AggregationRowFactory;
import com.espertech.esper.common.internal.epl.agg.core.AggregationServiceFactory;
import com.espertech.esper.common.internal.epl.agg.core.AggregationServiceFactoryService;
import com.espertech.esper.common.internal.epl.agg.core.AggregationServiceFactoryServiceImpl;
import com.espertech.esper.common.internal.epl.resultset.core.ResultSetProcessorHelperFactory;
import com.espertech.esper.common.internal.epl.resultset.core.ResultSetProcessorHelperFactoryDefault;
import com.espertech.esper.common.internal.epl.resultset.rowpergroup.ResultSetProcessorRowPerGroup;
import com.espertech.esper.common.internal.epl.resultset.rowpergroup.ResultSetProcessorRowPerGroupOutputLastHelper;
import com.espertech.esper.common.internal.event.avro.EventTypeAvroHandler;
import com.espertech.esper.common.internal.event.core.EventBeanTypedEventFactory;
import com.espertech.esper.common.internal.view.core.ViewFactoryService;
import com.espertech.esper.common.internal.view.core.ViewFactoryServiceImpl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Hands a runtime what makes its windows, its groups and its events: Esper's own, but for those that this package has. What it
 * hands out may be shared by runtimes.
 */
public final class Windows {
    private static final ViewFactoryService VIEWS = instead(
            ViewFactoryService.class,
            ViewFactoryServiceImpl.INSTANCE,
            Map.of(
                    "intersect", (arguments, esper) -> new Intersections(),
                    "time", (arguments, esper) -> new SlidingTimes()));
    private static final ResultSetProcessorHelperFactory GROUPS = instead(
            ResultSetProcessorHelperFactory.class,
            ResultSetProcessorHelperFactoryDefault.INSTANCE,
            Map.of("makeRSRowPerGroupOutputLastOpt", (arguments, esper) -> outputLast(arguments, esper)));
    private static final AggregationServiceFactoryService AGGREGATIONS = instead(
            AggregationServiceFactoryService.class,
            AggregationServiceFactoryServiceImpl.INSTANCE,
            Map.of("groupBy", (arguments, esper) -> groupBy(arguments, esper)));
    /** The argument that says after which age a group is let go of, or null where groups do not age. */
    private static final int AGE = 4;

    private Windows() {}

    /** Makes an object in place of one that Esper would make. */
    private interface Maker {
        Object make(Object[] arguments, Object esper);
    }

    /** Makes windows. */
    public static ViewFactoryService views() {
        return VIEWS;
    }

    /** Makes what gathers the groups of a statement until its next output. */
    public static ResultSetProcessorHelperFactory groups() {
        return GROUPS;
    }

    /** Makes the aggregations of groups. */
    public static AggregationServiceFactoryService aggregations() {
        return AGGREGATIONS;
    }

    /** Makes events that know their group. */
    public static EventBeanTypedEventFactory events(EventTypeAvroHandler avro) {
        return new Members(avro);
    }

    private static Object groupBy(Object[] arguments, Object esper) {
        if (arguments[AGE] != null) {
            return esper;
        }
        AggregationRowFactory rows = (AggregationRowFactory) arguments[1];
        AggregationServiceFactory groups = (context, stream, subquery, ids) -> new Groups(rows);
        return groups;
    }

    private static Object outputLast(Object[] arguments, Object esper) {
        return ((ResultSetProcessorRowPerGroup) arguments[1]).isSelectRStream()
                ? esper
                : new GroupsToReport(
                        (ResultSetProcessorRowPerGroup) arguments[1],
                        (ResultSetProcessorRowPerGroupOutputLastHelper) esper);
    }

    /** Of the methods of these interfaces, up to thirty, nearly all stay as they are. */
    private static <T> T instead(Class<T> type, T esper, Map<String, Maker> makers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object made = call(method, esper, arguments);
                    Maker maker = makers.get(method.getName());
                    return maker == null ? made : maker.make(arguments, made);
                }));
    }

    private static Object call(Method method, Object esper, Object[] arguments) throws Throwable {
        try {
            return method.invoke(esper, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
