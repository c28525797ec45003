package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_avedevContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.LibFunctionArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.LibFunctionNoClassContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewWParametersContext;
import io.tocsin.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.jspecify.annotations.Nullable;

/**
 * Finds the forms that add and subtract doubles and have no exact counterpart: one glitch leaves a scar in them for ever,
 * and they differ in a rebuilt engine.
 */
final class ScarCheck extends EsperEPL2GrammarBaseListener {
    private static final Map<String, String> VIEWS = Map.of(
            "uni", "select count(*), sum(metric), avg(metric), stddev(metric) over the window itself",
            "weighted_avg", "select sum(metric * weight) / sum(weight) over the window itself",
            "linest", "select sums such as avg(x), avg(y), sum(x * y) and sum(x * x) and compute the line from them",
            "correl",
                    "select (avg(x * y) - avg(x) * avg(y)) * count(*) / (count(*) - 1) / (stddev(x) * stddev(y)) over"
                            + " the window itself");

    private final EplStatement statement;
    private final List<Problem> problems = new ArrayList<>();

    private ScarCheck(EplStatement statement) {
        this.statement = statement;
    }

    static List<Problem> of(EplStatement statement, ParseTree tree) {
        ScarCheck check = new ScarCheck(statement);
        ParseTreeWalker.DEFAULT.walk(check, tree);
        return check.problems;
    }

    @Override
    public void enterViewWParameters(ViewWParametersContext c) {
        String instead = c.i == null ? null : VIEWS.get(c.i.getText().toLowerCase(Locale.ROOT));
        if (instead != null) {
            add(c.i, "'" + c.i.getText() + "'", instead);
        }
    }

    @Override
    public void enterBuiltin_avedev(Builtin_avedevContext c) {
        add(c.AVEDEV().getSymbol(), "'avedev'", "write stddev(...), or median(...) for what outliers must not move");
    }

    @Override
    public void enterLibFunctionNoClass(LibFunctionNoClassContext c) {
        function(c.funcIdentChained().getStart(), c.libFunctionArgs());
    }

    @Override
    public void enterChainableWithArgs(ChainableWithArgsContext c) {
        function(c.chainableIdent().getStart(), c.libFunctionArgs());
    }

    private void function(Token name, @Nullable LibFunctionArgsContext arguments) {
        if (!name.getText().equalsIgnoreCase("rate") || arguments == null) {
            return;
        }
        long values = arguments.libFunctionArgItem().stream()
                .filter(a -> !a.getText().toLowerCase(Locale.ROOT).startsWith("filter:"))
                .count();
        if (values > 1) {
            add(
                    name,
                    "'rate' of a value",
                    "write sum(metric) over a window of known length, divided by that length in seconds, as in"
                            + " sum(metric) / 60 from Metric#time(60 sec)");
        }
    }

    private void add(Token at, String what, String instead) {
        problems.add(statement.problem(
                at.getLine(),
                at.getCharPositionInLine(),
                what + " keeps the mark of a glitch after it has left the window and cannot be rebuilt; " + instead));
    }
}
