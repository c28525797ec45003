package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OutputLimitContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.QualifyExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewWParametersContext;
import io.tocsin.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;

/**
 * Finds the forms whose phase is the engine's start. Two engines started at different events would answer at different
 * instants for ever, so a rebuilt one could not take over.
 */
final class PhaseCheck extends EsperEPL2GrammarBaseListener {
    private final EplStatement statement;
    private final List<Problem> problems = new ArrayList<>();

    private PhaseCheck(EplStatement statement) {
        this.statement = statement;
    }

    static List<Problem> of(EplStatement statement, ParseTree tree) {
        PhaseCheck check = new PhaseCheck(statement);
        ParseTreeWalker.DEFAULT.walk(check, tree);
        return check.problems;
    }

    @Override
    public void enterOutputLimit(OutputLimitContext c) {
        if (c.ev != null && c.timePeriod() != null) {
            String which = c.k == null ? "" : c.k.getText() + " ";
            add(
                    c.ev,
                    "'output " + which + "every "
                            + spaced(c.timePeriod().getStart(), c.timePeriod().getStop())
                            + "' counts from the engine's start and cannot be rebuilt; write 'output " + which
                            + "at (*/1, *, *, *, *)', which falls on whole minutes");
        }
    }

    @Override
    public void enterViewWParameters(ViewWParametersContext c) {
        if (c.i == null || !c.i.getText().equalsIgnoreCase("time_batch")) {
            return;
        }
        var parameters = c.expressionWithTimeList();
        int n = parameters == null ? 0 : parameters.expressionWithTimeInclLast().size();
        boolean reference = n >= 2
                && !parameters
                        .expressionWithTimeInclLast(1)
                        .getStart()
                        .getText()
                        .matches("['\"].*");
        if (!reference) {
            String size = n == 0
                    ? "1 min"
                    : spaced(
                            parameters.expressionWithTimeInclLast(0).getStart(),
                            parameters.expressionWithTimeInclLast(0).getStop());
            add(
                    c.i,
                    "'time_batch(" + size + ")' counts from the first event and cannot be rebuilt; write 'time_batch("
                            + size + ", 0L)', which counts from the epoch");
        }
    }

    @Override
    public void enterQualifyExpression(QualifyExpressionContext c) {
        if (c.e == null) {
            return;
        }
        String inner = c.guardPostFix().getText().replace("(", "").toLowerCase(Locale.ROOT);
        if (inner.startsWith("timer:interval")) {
            add(
                    c.e,
                    "'every timer:interval' counts from the engine's start and cannot be rebuilt; write 'every"
                            + " timer:at(*/1, *, *, *, *)', which falls on whole minutes");
        }
    }

    private void add(Token at, String message) {
        problems.add(statement.problem(at.getLine(), at.getCharPositionInLine(), message));
    }

    private String spaced(Token from, Token to) {
        String text = statement.text();
        return text.substring(
                text.offsetByCodePoints(0, from.getStartIndex()), text.offsetByCodePoints(0, to.getStopIndex() + 1));
    }
}
