package io.tocsin.pipeline.evaluate.exact;

import static com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionBuilder.cast;
import static com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionBuilder.exprDotMethod;

import com.espertech.esper.common.client.type.EPType;
import com.espertech.esper.common.client.type.EPTypeClass;
import com.espertech.esper.common.client.type.EPTypePremade;
import com.espertech.esper.common.internal.bytecodemodel.base.CodegenClassScope;
import com.espertech.esper.common.internal.bytecodemodel.base.CodegenMemberCol;
import com.espertech.esper.common.internal.bytecodemodel.base.CodegenMethod;
import com.espertech.esper.common.internal.bytecodemodel.core.CodegenCtor;
import com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpression;
import com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionBuilder;
import com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionMember;
import com.espertech.esper.common.internal.bytecodemodel.model.expression.CodegenExpressionRef;
import com.espertech.esper.common.internal.epl.agg.method.core.AggregatorMethodWDistinctWFilterWValueBase;
import com.espertech.esper.common.internal.epl.expression.codegen.ExprForgeCodegenSymbol;
import com.espertech.esper.common.internal.epl.expression.core.ExprForge;
import com.espertech.esper.common.internal.fabric.FabricTypeCollector;
import com.espertech.esper.common.internal.util.SimpleNumberCoercerFactory.SimpleNumberCoercerDouble;
import com.espertech.esper.common.internal.util.SimpleNumberCoercerFactory.SimpleNumberCoercerLong;
import org.jspecify.annotations.Nullable;

/**
 * Generates the code that keeps a state per group, such as an {@link ExactSum}, and hands it what enters and leaves. Nulls,
 * distinct and filters are the business of Esper's base class.
 */
final class ExactAggregator extends AggregatorMethodWDistinctWFilterWValueBase {
    private final EPTypeClass state;
    private final Calls calls;
    private @Nullable CodegenExpressionMember member;

    /**
     * What is called.
     *
     * @param state the class that keeps it, with a method {@code clear}
     * @param enter its method for what enters
     * @param leave its method for what leaves
     * @param result its method for the value of the function
     * @param longs whether enter and leave take a long, else they take a double
     */
    record Calls(Class<?> state, String enter, String leave, String result, boolean longs) {}

    ExactAggregator(AggregatorParts parts, Calls calls) {
        super(parts.distinct(), parts.serde(), parts.filter() != null, parts.filter());
        this.state = new EPTypeClass(calls.state());
        this.calls = calls;
    }

    @Override
    public void initForgeFiltered(int column, CodegenCtor ctor, CodegenMemberCol members, CodegenClassScope scope) {
        CodegenExpressionMember m = members.addMember(column, state, "exact");
        ctor.getBlock().assignRef(m, CodegenExpressionBuilder.newInstance(state));
        member = m;
    }

    private CodegenExpressionMember member() {
        if (member == null) {
            throw new IllegalStateException("Esper generates the state of an aggregation before its methods");
        }
        return member;
    }

    @Override
    protected void applyEvalEnterNonNull(
            CodegenExpressionRef value,
            EPType type,
            CodegenMethod method,
            ExprForgeCodegenSymbol symbols,
            ExprForge[] forges,
            CodegenClassScope scope) {
        apply(calls.enter(), value, type, method);
    }

    @Override
    protected void applyEvalLeaveNonNull(
            CodegenExpressionRef value,
            EPType type,
            CodegenMethod method,
            ExprForgeCodegenSymbol symbols,
            ExprForge[] forges,
            CodegenClassScope scope) {
        apply(calls.leave(), value, type, method);
    }

    private void apply(String operation, CodegenExpressionRef value, EPType type, CodegenMethod method) {
        CodegenExpression coerced = calls.longs()
                ? SimpleNumberCoercerLong.codegenLong(value, (EPTypeClass) type)
                : SimpleNumberCoercerDouble.codegenDouble(value, type);
        method.getBlock().exprDotMethod(member(), operation, coerced);
    }

    @Override
    protected void applyTableEnterNonNull(
            CodegenExpressionRef value, EPType[] types, CodegenMethod method, CodegenClassScope scope) {
        applyOfTable("enterNumber", value, method);
    }

    @Override
    protected void applyTableLeaveNonNull(
            CodegenExpressionRef value, EPType[] types, CodegenMethod method, CodegenClassScope scope) {
        applyOfTable("leaveNumber", value, method);
    }

    private void applyOfTable(String operation, CodegenExpressionRef value, CodegenMethod method) {
        method.getBlock().exprDotMethod(member(), operation, cast(EPTypePremade.NUMBER.getEPType(), value));
    }

    @Override
    protected void clearWODistinct(CodegenMethod method, CodegenClassScope scope) {
        method.getBlock().exprDotMethod(member(), "clear");
    }

    @Override
    public void getValueCodegen(CodegenMethod method, CodegenClassScope scope) {
        method.getBlock().methodReturn(exprDotMethod(member(), calls.result()));
    }

    // What follows saves state, which only Esper's commercial edition does.

    @Override
    protected void writeWODistinct(
            CodegenExpressionRef row,
            int column,
            CodegenExpressionRef output,
            CodegenExpressionRef unitKey,
            CodegenExpressionRef writer,
            CodegenMethod method,
            CodegenClassScope scope) {}

    @Override
    protected void readWODistinct(
            CodegenExpressionRef row,
            int column,
            CodegenExpressionRef input,
            CodegenExpressionRef unitKey,
            CodegenMethod method,
            CodegenClassScope scope) {}

    @Override
    protected void appendFormatWODistinct(FabricTypeCollector collector) {}
}
