package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.internal.context.module.RuntimeExtensionServices;
import com.espertech.esper.common.internal.context.util.StatementContextResolver;
import com.espertech.esper.common.internal.epl.agg.core.AggregationServiceFactoryService;
import com.espertech.esper.common.internal.epl.resultset.core.ResultSetProcessorHelperFactory;
import com.espertech.esper.common.internal.event.avro.EventTypeAvroHandler;
import com.espertech.esper.common.internal.event.core.EventBeanTypedEventFactory;
import com.espertech.esper.common.internal.event.core.EventTypeIdResolver;
import com.espertech.esper.common.internal.event.eventtyperepo.EventTypeRepository;
import com.espertech.esper.common.internal.filterspec.FilterSharedLookupableRepository;
import com.espertech.esper.common.internal.schedule.TimeSourceService;
import com.espertech.esper.common.internal.settings.RuntimeSettingsService;
import com.espertech.esper.common.internal.view.core.ViewFactoryService;
import com.espertech.esper.runtime.internal.filtersvcimpl.FilterServiceSPI;
import com.espertech.esper.runtime.internal.kernel.service.EPEventServiceImpl;
import com.espertech.esper.runtime.internal.kernel.service.EPServicesContext;
import com.espertech.esper.runtime.internal.kernel.service.EPServicesContextFactoryDefault;
import com.espertech.esper.runtime.internal.kernel.service.EPServicesHA;
import com.espertech.esper.runtime.internal.schedulesvcimpl.SchedulingServiceImpl;
import com.espertech.esper.runtime.internal.schedulesvcimpl.SchedulingServiceSPI;
import com.espertech.esper.runtime.internal.statementlifesvc.StatementLifecycleServiceImpl;
import io.tocsin.pipeline.evaluate.window.Windows;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives an Esper runtime the scheduling of {@link WholeSecondScheduling}, the windows of {@link Windows} and, as one thread runs
 * it, {@link OneThreadFilters} and {@link OneThreadEvents}. Public with a public constructor because Esper makes it by name.
 */
public final class EngineServices extends EPServicesContextFactoryDefault {
    private static final int UNKEYED = -1;

    @Override
    protected SchedulingServiceSPI makeSchedulingService(
            EPServicesHA ha,
            TimeSourceService timeSource,
            RuntimeExtensionServices extensions,
            RuntimeSettingsService settings,
            StatementContextResolver resolver,
            ZoneId zone) {
        return new WholeSecondScheduling(new SchedulingServiceImpl(UNKEYED, timeSource, zone));
    }

    @Override
    public EPEventServiceImpl createEPRuntime(EPServicesContext services, AtomicBoolean status) {
        return new OneThreadEvents(services);
    }

    @Override
    protected ViewFactoryService makeViewFactoryService() {
        return Windows.views();
    }

    @Override
    protected ResultSetProcessorHelperFactory makeResultSetProcessorHelperFactory(RuntimeExtensionServices extensions) {
        return Windows.groups();
    }

    @Override
    protected AggregationServiceFactoryService makeAggregationServiceFactoryService(
            RuntimeExtensionServices extensions) {
        return Windows.aggregations();
    }

    @Override
    protected EventBeanTypedEventFactory makeEventBeanTypedEventFactory(EventTypeAvroHandler avro) {
        return Windows.events(avro);
    }

    @Override
    protected FilterServiceSPI makeFilterService(
            RuntimeExtensionServices extensions,
            EventTypeRepository types,
            StatementLifecycleServiceImpl statements,
            RuntimeSettingsService settings,
            EventTypeIdResolver resolver,
            FilterSharedLookupableRepository lookupables) {
        return new OneThreadFilters(UNKEYED);
    }
}
