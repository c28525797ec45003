package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateVariableExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnSetAssignmentContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnSetExprContext;
import io.tocsin.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;

/** Finds rules that set variables of the settings, or make others of their names: what they hold is for the settings to say. */
final class VariableCheck extends EsperEPL2GrammarBaseListener {
    private final EplStatement statement;
    private final Set<String> variables;
    private final List<Problem> problems = new ArrayList<>();

    private VariableCheck(EplStatement statement, Set<String> variables) {
        this.statement = statement;
        this.variables = variables;
    }

    static List<Problem> of(EplStatement statement, ParseTree tree, Set<String> variables) {
        VariableCheck check = new VariableCheck(statement, variables);
        ParseTreeWalker.DEFAULT.walk(check, tree);
        return check.problems;
    }

    @Override
    public void enterOnSetExpr(OnSetExprContext c) {
        for (OnSetAssignmentContext assignment : c.onSetAssignmentList().onSetAssignment()) {
            ifOurs(assignment.getStart(), "is a variable of the settings, so rules cannot set it; change it there");
        }
    }

    @Override
    public void enterCreateVariableExpr(CreateVariableExprContext c) {
        ifOurs(c.n, "is a variable of the settings already; take another name");
    }

    private void ifOurs(Token at, String message) {
        String name = EplStatement.unquoted(at);
        if (variables.contains(name)) {
            problems.add(statement.problem(at.getLine(), at.getCharPositionInLine(), "'" + name + "' " + message));
        }
    }
}
