package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.common.client.configuration.common.ConfigurationCommon;
import com.espertech.esper.common.client.configuration.common.ConfigurationCommonEventTypeBean;
import com.espertech.esper.common.client.configuration.compiler.ConfigurationCompilerPlugInSingleRowFunction;
import com.espertech.esper.common.client.util.ClassForNameProvider;
import io.tocsin.model.Metric;
import io.tocsin.pipeline.evaluate.annotation.Alert;
import io.tocsin.pipeline.evaluate.annotation.Publish;
import io.tocsin.pipeline.evaluate.annotation.Resolve;
import io.tocsin.pipeline.evaluate.exact.ExactAggregation;
import io.tocsin.pipeline.evaluate.exact.ExtremeAggregation;
import io.tocsin.pipeline.evaluate.function.Functions;
import io.tocsin.pipeline.evaluate.function.Regexps;
import io.tocsin.pipeline.evaluate.sandbox.KnownClasses;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;

/** How Esper is set up, for the compiler and the runtime alike. */
final class EsperConfiguration {
    static final String METRIC = "Metric";

    /** The columns of an event, in the order of DESIGN. */
    static final List<String> METRIC_COLUMNS = Arrays.stream(Metric.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private static final List<Class<?>> ANNOTATIONS = List.of(Alert.class, Resolve.class, Publish.class);
    private static final KnownClasses KNOWN = new KnownClasses(known());

    private EsperConfiguration() {}

    private static Set<Class<?>> known() {
        Set<Class<?>> known = new HashSet<>(ANNOTATIONS);
        known.addAll(Functions.CLASSES);
        // The types of columns and variables.
        known.addAll(List.of(
                String.class,
                Boolean.class,
                Byte.class,
                Short.class,
                Integer.class,
                Long.class,
                Float.class,
                Double.class));
        known.addAll(List.of(
                Metric.class,
                Regexps.class,
                ExactAggregation.class,
                ExtremeAggregation.class,
                EngineServices.class,
                RuleFailures.Factory.class));
        return known;
    }

    /**
     * @param constants variables that are a part of the rules
     * @param tunable variables that may change while rules run, with the values they begin with
     */
    static Configuration of(ZoneId timeZone, Map<String, Object> constants, Map<String, Double> tunable) {
        Configuration c = new Configuration();
        ConfigurationCommonEventTypeBean metric = new ConfigurationCommonEventTypeBean();
        METRIC_COLUMNS.forEach(column -> metric.addMethodProperty(column, column));
        c.getCommon().addEventType(METRIC, Metric.class.getName(), metric);
        c.getCommon().getImports().clear();
        c.getCommon().addImport(ConfigurationCommon.ANNOTATION_IMPORT);
        ANNOTATIONS.forEach(annotation -> c.getCommon().addAnnotationImport(annotation));
        c.getCommon().setTransientConfiguration(Map.of(ClassForNameProvider.NAME, KNOWN));
        constants.forEach((name, value) -> c.getCommon().addVariable(name, value.getClass(), value, true));
        tunable.forEach((name, value) -> c.getCommon().addVariable(name, Double.class, value));

        c.getRuntime().getThreading().setInternalTimerEnabled(false);
        c.getRuntime().getThreading().setListenerDispatchPreserveOrder(false);
        c.getRuntime().getThreading().setInsertIntoDispatchPreserveOrder(false);
        c.getRuntime().getExpression().setTimeZone(TimeZone.getTimeZone(timeZone));
        c.getRuntime().getExecution().setDisableLocking(true); // an engine is run by one thread at a time
        // Delivery among statements in the order of deployment.
        c.getRuntime().getExecution().setPrioritized(true);
        c.getRuntime().setEpServicesContextFactoryClassName(EngineServices.class.getName());
        c.getRuntime().getExceptionHandling().addClass(RuleFailures.Factory.class);
        // Rule files see each other's schemas, windows and contexts, being one module; nothing else is shared.
        c.getCompiler().getByteCode().setAllowInlinedClass(false);
        c.getCompiler().getScripts().setEnabled(false);
        Functions.all().forEach(f -> addFunction(c, f.name(), f.type(), f.name()));
        addFunction(c, Functions.REGEXP, Regexps.class, "matches");
        ExactAggregation.NAMES.forEach(
                name -> c.getCompiler().addPlugInAggregationFunctionForge(name, ExactAggregation.class.getName()));
        ExtremeAggregation.NAMES.values().forEach(name -> c.getCompiler()
                .addPlugInAggregationFunctionForge(name, ExtremeAggregation.class.getName()));
        return c;
    }

    /** A function that fails on an event makes its rule fail, which is said once. */
    private static void addFunction(Configuration c, String name, Class<?> type, String method) {
        c.getCompiler()
                .addPlugInSingleRowFunction(
                        name,
                        type.getName(),
                        method,
                        ConfigurationCompilerPlugInSingleRowFunction.ValueCache.DISABLED,
                        ConfigurationCompilerPlugInSingleRowFunction.FilterOptimizable.ENABLED,
                        true);
    }
}
