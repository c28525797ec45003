package io.tocsin.pipeline.evaluate.exact;

import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionForge;
import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionMode;
import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionModeCodeGenerated;
import com.espertech.esper.common.client.hook.aggfunc.AggregationFunctionValidationContext;
import com.espertech.esper.common.client.type.EPType;
import com.espertech.esper.common.client.type.EPTypeClass;
import com.espertech.esper.common.client.type.EPTypePremade;
import com.espertech.esper.common.internal.epl.expression.core.ExprValidationException;
import com.espertech.esper.common.internal.util.JavaClassHelper;
import io.tocsin.pipeline.evaluate.exact.ExactAggregator.Calls;
import java.util.Locale;
import java.util.Map;

/**
 * Esper's entry to the max and min of a window that keep what is inside in {@link SortedNumbers}: registered under names of
 * their own, as those of Esper do more. Take one column of longs or doubles. Not public API but for Esper's loader.
 */
public final class ExtremeAggregation implements AggregationFunctionForge {
    /** The names to register, by those of EPL. */
    public static final Map<String, String> NAMES = Map.of("max", "tocsin_max", "min", "tocsin_min");

    private boolean greatest;
    private EPTypeClass input = EPTypePremade.DOUBLEBOXED.getEPType();

    @Override
    public void setFunctionName(String functionName) {
        greatest = functionName.toLowerCase(Locale.ROOT).equals(NAMES.get("max"));
    }

    @Override
    public void validate(AggregationFunctionValidationContext context) throws ExprValidationException {
        EPType[] types = context.getParameterTypes();
        boolean plain = types.length == 1 && context.getNamedParameters() == null && !context.isDistinct();
        if (!plain || !context.isWindowed() || !(JavaClassHelper.getBoxedType(types[0]) instanceof EPTypeClass type)) {
            throw new ExprValidationException("takes one column of a window; write max or min");
        }
        if (type.getType() != Long.class && type.getType() != Double.class) {
            throw new ExprValidationException("takes a long or a double; write max or min");
        }
        input = type;
    }

    @Override
    public EPTypeClass getValueType() {
        return input;
    }

    @Override
    public AggregationFunctionMode getAggregationFunctionMode() {
        String result = greatest ? "max" : "min";
        Calls calls = input.getType() == Long.class
                ? new Calls(SortedNumbers.class, "enterLong", "leaveLong", result + "Long", true)
                : new Calls(SortedNumbers.class, "enter", "leave", result, false);
        return new AggregationFunctionModeCodeGenerated()
                .setAggregatorMethodFactory(context -> new ExactAggregator(
                        new AggregatorParts(null, context.getFactory().getDistinctSerde(), null), calls));
    }
}
