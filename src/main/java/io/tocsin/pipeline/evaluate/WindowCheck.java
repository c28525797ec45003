package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionWithTimeInclLastContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewWParametersContext;
import io.tocsin.config.Problem;
import io.tocsin.pipeline.evaluate.horizon.Horizons;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;

/**
 * Finds windows of no time, or of a negative one: Esper compiles them, and then they let each event go at once, or fail on it.
 * Only what is written as numbers.
 */
final class WindowCheck extends EsperEPL2GrammarBaseListener {
    /** Which parameter is the time of a window. */
    private static final Map<String, Integer> TIME = Map.of(
            "time", 0,
            "time_batch", 0,
            "time_length_batch", 0,
            "time_accum", 0,
            "firsttime", 0,
            "ext_timed", 1,
            "ext_timed_batch", 1,
            "time_order", 1);

    private final EplStatement statement;
    private final List<Problem> problems = new ArrayList<>();

    private WindowCheck(EplStatement statement) {
        this.statement = statement;
    }

    static List<Problem> of(EplStatement statement, ParseTree tree) {
        WindowCheck check = new WindowCheck(statement);
        ParseTreeWalker.DEFAULT.walk(check, tree);
        return check.problems;
    }

    @Override
    public void enterViewWParameters(ViewWParametersContext c) {
        String name = c.getStart().getText().toLowerCase(Locale.ROOT);
        Integer parameter = TIME.get(name);
        List<ExpressionWithTimeInclLastContext> parameters = c.expressionWithTimeList() == null
                ? List.of()
                : c.expressionWithTimeList().expressionWithTimeInclLast();
        if (parameter == null || parameters.size() <= parameter) {
            return; // the compiler says so
        }
        ExpressionWithTimeInclLastContext time = parameters.get(parameter);
        if (Horizons.millis(time).orElse(1) <= 0) {
            Token at = time.getStart();
            problems.add(statement.problem(
                    at.getLine(),
                    at.getCharPositionInLine(),
                    "a window #" + name + " of no time keeps nothing; write a time above zero, such as 5 min"));
        }
    }
}
