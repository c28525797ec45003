package io.tocsin.pipeline.evaluate.exact;

import com.espertech.esper.common.internal.epl.expression.agg.base.ExprAggregateNodeBase;
import com.espertech.esper.common.internal.epl.expression.core.ExprNode;
import com.espertech.esper.common.internal.epl.expression.core.ExprValidationException;
import com.espertech.esper.common.internal.epl.expression.declared.compiletime.ExprDeclaredNode;
import com.espertech.esper.common.internal.epl.expression.funcs.ExprIStreamNode;
import com.espertech.esper.common.internal.epl.expression.prev.ExprPreviousNode;
import com.espertech.esper.common.internal.epl.expression.subquery.ExprSubselectNode;
import com.espertech.esper.common.internal.epl.expression.table.ExprTableAccessNode;
import com.espertech.esper.common.internal.epl.expression.time.node.ExprTimestampNode;
import com.espertech.esper.common.internal.epl.expression.variable.ExprVariableNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Esper evaluates an aggregated expression twice, when the event enters a window and when it leaves. What has another value
 * by then would leave a number that never entered, so it is refused.
 */
final class LastingValue {
    private LastingValue() {}

    /**
     * Looks at an argument or filter of a function.
     *
     * @throws ExprValidationException naming the part whose value does not last, quoted last
     */
    static void check(String function, ExprNode expression) throws ExprValidationException {
        String changing = changing(expression);
        if (changing != null) {
            throw new ExprValidationException(function + " cannot aggregate '" + changing
                    + "', whose value changes while an event is in the window; select it into a stream of its own"
                    + " (insert into Derived select ... as value) and write " + function
                    + "(value) from Derived#time(...)");
        }
        for (ExprNode child : expression.getChildNodes()) {
            check(function, child);
        }
        if (expression instanceof ExprDeclaredNode declared) {
            check(function, declared.getBody());
        }
    }

    private static @Nullable String changing(ExprNode node) {
        if (node instanceof ExprPreviousNode previous) {
            return previous.getPreviousType().name().toLowerCase(Locale.ROOT);
        }
        if (node instanceof ExprAggregateNodeBase aggregate) {
            return aggregate.getAggregationFunctionName();
        }
        if (node instanceof ExprTimestampNode) {
            return "current_timestamp";
        }
        if (node instanceof ExprIStreamNode) {
            return "istream";
        }
        if (node instanceof ExprSubselectNode) {
            return "select";
        }
        if (node instanceof ExprTableAccessNode table) {
            return table.getTableName();
        }
        if (node instanceof ExprVariableNode variable
                && !variable.getVariableMetadata().isConstant()
                && !variable.getVariableMetadata().isPreconfigured()) {
            return variable.getVariableMetadata().getVariableName();
        }
        return null;
    }
}
