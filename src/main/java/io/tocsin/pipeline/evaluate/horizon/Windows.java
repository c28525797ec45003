package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ContextExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OutputLimitContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.PatternInclusionExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewExpressionsContext;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.tree.ParseTree;

/** What of a statement looks back, as written. */
public final class Windows {
    private Windows() {}

    /** The windows of a parse tree, in the order in which they stand; patterns by their kind alone. */
    public static List<String> of(ParseTree tree) {
        List<String> windows = new ArrayList<>();
        for (ParserRuleContext node : Trees.all(tree, ParserRuleContext.class)) {
            if (node instanceof PatternInclusionExpressionContext) {
                windows.add("pattern");
            } else if (node instanceof MatchRecogContext) {
                windows.add("match_recognize");
            } else if (node instanceof ContextExprContext || node instanceof ViewExpressionsContext) {
                windows.add(text(node));
            } else if (node instanceof OutputLimitContext) {
                windows.add("output " + text(node));
            }
        }
        return List.copyOf(windows);
    }

    private static String text(ParserRuleContext node) {
        return node.getStart()
                .getInputStream()
                .getText(new Interval(
                        node.getStart().getStartIndex(), node.getStop().getStopIndex()))
                .replaceAll("\\s+", " ");
    }
}
