package io.tocsin.pipeline.evaluate.exact;

import static com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionBuilder.cast;
import static com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionBuilder.exprDotMethod;
import static com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionBuilder.op;

import com.espertech.esper.common.client.type.EPType;
import com.espertech.esper.common.client.type.EPTypeClass;
import com.espertech.esper.common.client.type.EPTypePremade;
import com.espertech.esper.common.internal.bytecodemodel.base.CodegenClassScope;
import com.espertech.esper.common.internal.bytecodemodel.base.CodegenMethod;
import com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionRef;
import com.espertech.esper.common.internal.epl.agg.method.sum.AggregatorSumNonBig;

/**
 * Esper's own sum of int or long: integers that wrap are a function of the content already. Only a table's column differs:
 * that of a plug-in is handed a number of any type, where the built-in casts to its own.
 */
final class WholeSum extends AggregatorSumNonBig {
    WholeSum(AggregatorParts parts, EPTypeClass result) {
        super(parts.distinct(), parts.serde(), parts.filter() != null, parts.filter(), result);
    }

    @Override
    protected void applyTableEnterSum(
            CodegenExpressionRef value, EPType[] types, CodegenMethod method, CodegenClassScope scope) {
        apply("+", value, method);
    }

    @Override
    protected void applyTableLeaveSum(
            CodegenExpressionRef value, EPType[] types, CodegenMethod method, CodegenClassScope scope) {
        apply("-", value, method);
    }

    private void apply(String operator, CodegenExpressionRef value, CodegenMethod method) {
        String whole = sumType.getType() == Long.class ? "longValue" : "intValue";
        method.getBlock()
                .assignRef(sum, op(sum, operator, exprDotMethod(cast(EPTypePremade.NUMBER.getEPType(), value), whole)));
    }
}
