package io.tocsin.pipeline.evaluate.exact;

import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionForge;
import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionMode;
import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionModeCodeGenerated;
import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionValidationContext;
import com.espertech.esper.common.client.type.EPType;
import com.espertech.esper.common.client.type.EPTypeClass;
import com.espertech.esper.common.client.type.EPTypePremade;
import com.espertech.esper.common.internal.epl.agg.method.core.AggregatorMethod;
import com.espertech.esper.common.internal.epl.agg.method.plugin.AggregationForgeFactoryPlugin;
import com.espertech.esper.common.internal.epl.expression.core.ExprNode;
import com.espertech.esper.common.internal.epl.expression.core.ExprValidationException;
import com.espertech.esper.common.internal.util.JavaClassHelper;
import io.tocsin.pipeline.evaluate.exact.ExactAggregator.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Esper's entry to the exact avg, sum and stddev: registered under each name, made anew for each use in a statement. Takes
 * what the built-in ones take: all or distinct, and a filter by position or name. Not public API but for Esper's loader.
 */
public final class ExactAggregation implements AggregationFunctionForge {
    /** The names to register. */
    public static final List<String> NAMES = List.of("avg", "sum", "stddev");

    private static final Set<Class<?>> NUMBERS =
            Set.of(Double.class, Float.class, Long.class, Integer.class, Short.class, Byte.class);

    private String name = "";
    private EPTypeClass input = EPTypePremade.DOUBLEBOXED.getEPType();

    @Override
    public void setFunctionName(String functionName) {
        name = functionName.toLowerCase(Locale.ROOT);
    }

    @Override
    public void validate(AggregationFunctionValidationContext context) throws ExprValidationException {
        EPType[] types = context.getParameterTypes();
        List<ExprNode> filters = context.getNamedParameters() == null
                ? List.of()
                : context.getNamedParameters().values().stream()
                        .flatMap(List::stream)
                        .toList();
        if (types.length < 1 || types.length + filters.size() > 2) {
            throw new ExprValidationException(
                    "'" + name + "' takes one number and at most one filter, as in " + name + "(metric, metric > 0)");
        }
        if (!(JavaClassHelper.getBoxedType(types[0]) instanceof EPTypeClass type)
                || !NUMBERS.contains(type.getType())) {
            throw new ExprValidationException("'" + name + "' takes a number, not " + shown(types[0])
                    + "; cast it, as in " + name + "(cast(x, double))");
        }
        if (types.length == 2 && !JavaClassHelper.isTypeBoolean(types[1])) {
            throw new ExprValidationException(
                    "the filter of '" + name + "' must be true or false, but is " + shown(types[1]));
        }
        List<ExprNode> expressions = new ArrayList<>(List.of(context.getExpressions()));
        expressions.addAll(filters);
        for (ExprNode expression : expressions) {
            LastingValue.check(name, expression);
        }
        input = type;
    }

    private static String shown(EPType type) {
        return type instanceof EPTypeClass c ? c.getType().getSimpleName() : "null";
    }

    @Override
    public EPTypeClass getValueType() {
        Class<?> type = input.getType();
        if (!name.equals("sum")) {
            return EPTypePremade.DOUBLEBOXED.getEPType();
        }
        return type == Short.class || type == Byte.class ? EPTypePremade.INTEGERBOXED.getEPType() : input;
    }

    @Override
    public AggregationFunctionMode getAggregationFunctionMode() {
        return new AggregationFunctionModeCodeGenerated()
                .setAggregatorMethodFactory(context -> aggregator(context.getFactory()));
    }

    private AggregatorMethod aggregator(AggregationForgeFactoryPlugin factory) {
        ExprNode[] parameters = factory.getParent().getPositionalParams();
        AggregatorParts parts = new AggregatorParts(
                factory.getParent().isDistinct() ? (EPTypeClass) factory.getAggregatedValueType() : null,
                factory.getDistinctSerde(),
                parameters.length > 1 ? parameters[1] : null);
        Class<?> result = getValueType().getType();
        return result == Long.class || result == Integer.class
                ? new WholeSum(parts, getValueType())
                : new ExactAggregator(parts, calls(result));
    }

    private Calls calls(Class<?> result) {
        if (name.equals("stddev")) {
            return new Calls(ExactDeviation.class, "enter", "leave", name, false);
        }
        return input.getType() == Long.class
                ? new Calls(ExactSum.class, "enterLong", "leaveLong", name, true)
                : new Calls(ExactSum.class, "enter", "leave", result == Float.class ? "floatSum" : name, false);
    }
}
