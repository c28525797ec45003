package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EventFilterExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionDeclContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.FromClauseContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.IntoTableExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectionListElementExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.StreamExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubQueryExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewExpressionsContext;
import io.tocsin.model.Metric;
import io.tocsin.pipeline.evaluate.exact.ExtremeAggregation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.jspecify.annotations.Nullable;

/**
 * The calls of max and min that are of a column of numbers of a window on Metric, in a statement that selects from nothing
 * else: of these alone it is plain what they are. In EPL the words also mean the greater of two values, a method of lists, the
 * greatest ever and a column of a table. All calls of a statement are, or none: Esper has some of them be the same, such as
 * those of order by and of a column.
 */
final class WindowExtremes extends EsperEPL2GrammarBaseListener {
    /** From these, each event that came goes some time. */
    private static final Set<String> WINDOWS = Set.of(
            "time",
            "time_batch",
            "length",
            "length_batch",
            "ext_timed",
            "ext_timed_batch",
            "unique",
            "lastevent",
            "keepall");

    private static final Set<String> NUMBERS = Arrays.stream(Metric.class.getRecordComponents())
            .filter(c -> c.getType() == long.class || c.getType() == double.class || c.getType() == Double.class)
            .map(c -> c.getName())
            .collect(Collectors.toUnmodifiableSet());

    private final List<ChainableWithArgsContext> calls = new ArrayList<>();
    private int selects;
    private @Nullable StreamExpressionContext stream;
    /** Whether the walk is where no call is replaced. */
    private boolean elsewhere;

    private boolean unclear;

    private WindowExtremes() {}

    /** The words of the calls. */
    static List<Token> in(ParseTree statement) {
        WindowExtremes extremes = new WindowExtremes();
        ParseTreeWalker.DEFAULT.walk(extremes, statement);
        return extremes.found();
    }

    private List<Token> found() {
        StreamExpressionContext from = stream;
        if (unclear || selects != 1 || from == null || !isWindow(from.viewExpressions())) {
            return List.of();
        }
        String alias = from.identOrTicked() == null ? "" : from.identOrTicked().getText();
        return calls.stream().allMatch(call -> isNumber(call.libFunctionArgs().getText(), alias))
                ? calls.stream().map(ChainableWithArgsContext::getStart).toList()
                : List.of();
    }

    private static boolean isWindow(@Nullable ViewExpressionsContext views) {
        return views != null
                && views.viewExpressionWNamespace().isEmpty()
                && views.viewExpressionOptNamespace().stream()
                        .allMatch(view -> view.ns == null
                                && WINDOWS.contains(
                                        view.viewWParameters().getStart().getText()));
    }

    private static boolean isNumber(String argument, String alias) {
        return NUMBERS.contains(argument)
                || (argument.startsWith(alias + ".") && NUMBERS.contains(argument.substring(alias.length() + 1)));
    }

    @Override
    public void enterFromClause(FromClauseContext c) {
        selects++;
        boolean joins = c.getChildCount() > 1
                && (c.outerJoinList() != null || !c.regularJoin().COMMA().isEmpty());
        StreamExpressionContext only = c.streamExpression();
        if (!joins
                && only.UNIDIRECTIONAL() == null
                && only.eventFilterExpression() != null
                && only.eventFilterExpression().propertyExpression() == null
                && only.eventFilterExpression().classIdentifier().getText().equals(EsperConfiguration.METRIC)) {
            stream = only;
        }
    }

    @Override
    public void enterChainable(ChainableContext c) {
        ChainableWithArgsContext root = c.chainableRootWithOpt().chainableWithArgs();
        String name = root.chainableIdent().getText().toLowerCase(Locale.ROOT);
        if (root.libFunctionArgs() == null || !ExtremeAggregation.NAMES.containsKey(name.replace("`", ""))) {
            return;
        }
        if (elsewhere
                || name.startsWith("`")
                || c.chainableElements().getChildCount() > 0
                || c.chainableRootWithOpt().QUESTION() != null) {
            unclear = true;
        } else {
            calls.add(root);
        }
    }

    /** Esper names such a column by what it makes of the text. */
    @Override
    public void enterSelectionListElementExpr(SelectionListElementExprContext c) {
        elsewhere = c.keywordAllowedIdent() == null;
    }

    @Override
    public void exitSelectionListElementExpr(SelectionListElementExprContext c) {
        elsewhere = false;
    }

    /** No aggregation is allowed in a filter, which Esper says. */
    @Override
    public void enterEventFilterExpression(EventFilterExpressionContext c) {
        elsewhere = true;
    }

    @Override
    public void exitEventFilterExpression(EventFilterExpressionContext c) {
        elsewhere = false;
    }

    @Override
    public void enterSubQueryExpr(SubQueryExprContext c) {
        unclear = true;
    }

    @Override
    public void enterIntoTableExpr(IntoTableExprContext c) {
        unclear = true;
    }

    @Override
    public void enterMatchRecog(MatchRecogContext c) {
        unclear = true;
    }

    @Override
    public void enterExpressionDecl(ExpressionDeclContext c) {
        unclear = true;
    }
}
