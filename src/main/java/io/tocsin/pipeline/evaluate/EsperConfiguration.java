package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.common.client.configuration.common.ConfigurationCommonEventTypeBean;
import io.tocsin.model.Metric;
import io.tocsin.pipeline.evaluate.annotation.Alert;
import io.tocsin.pipeline.evaluate.annotation.Publish;
import io.tocsin.pipeline.evaluate.annotation.Resolve;
import io.tocsin.pipeline.evaluate.exact.ExactAggregation;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/** How Esper is set up, for the compiler and the runtime alike. */
final class EsperConfiguration {
    static final String METRIC = "Metric";

    /** The columns of an event, in the order of DESIGN. */
    static final List<String> METRIC_COLUMNS = Arrays.stream(Metric.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private EsperConfiguration() {}

    /**
     * @param constants variables that are a part of the rules
     * @param tunable variables that may change while rules run, with the values they begin with
     */
    static Configuration of(ZoneId timeZone, Map<String, Object> constants, Map<String, Double> tunable) {
        Configuration c = new Configuration();
        ConfigurationCommonEventTypeBean metric = new ConfigurationCommonEventTypeBean();
        METRIC_COLUMNS.forEach(column -> metric.addMethodProperty(column, column));
        c.getCommon().addEventType(METRIC, Metric.class.getName(), metric);
        c.getCommon().addAnnotationImport(Alert.class);
        c.getCommon().addAnnotationImport(Resolve.class);
        c.getCommon().addAnnotationImport(Publish.class);
        constants.forEach((name, value) -> c.getCommon().addVariable(name, value.getClass(), value, true));
        tunable.forEach((name, value) -> c.getCommon().addVariable(name, Double.class, value));

        c.getRuntime().getThreading().setInternalTimerEnabled(false);
        c.getRuntime().getThreading().setListenerDispatchPreserveOrder(false);
        c.getRuntime().getThreading().setInsertIntoDispatchPreserveOrder(false);
        c.getRuntime().getExpression().setTimeZone(TimeZone.getTimeZone(timeZone));
        // Delivery among statements in the order of deployment.
        c.getRuntime().getExecution().setPrioritized(true);
        c.getRuntime().setEpServicesContextFactoryClassName(WholeSecondServices.class.getName());
        c.getRuntime().getExceptionHandling().addClass(RuleFailures.Factory.class);
        // Rule files see each other's schemas, windows and contexts, being one module; nothing else is shared.
        c.getCompiler().getByteCode().setAllowInlinedClass(false);
        ExactAggregation.NAMES.forEach(
                name -> c.getCompiler().addPlugInAggregationFunctionForge(name, ExactAggregation.class.getName()));
        return c;
    }
}
