package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.AnnotationEnumContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EplExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EventFilterExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionDeclContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionListContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.HavingClauseContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.InsertIntoExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.PatternFilterExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectClauseContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectionListContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.StreamExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubQueryExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.WhereClauseContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Which variables of the settings may change under a running engine. A value that is read anew for each event, and decides
 * nothing about what leaves a window later, leaves no trace: the engine goes on as one that had been told of the change at
 * this place, and so does one that is rebuilt. Elsewhere (lengths of windows, timers, sums) a change needs a rebuild.
 */
public final class Tunable {
    private final Set<String> stores = new HashSet<>();
    private final Set<String> expressions = new HashSet<>();

    private Tunable(Collection<? extends ParseTree> trees) {
        for (ParseTree tree : trees) {
            for (EplExpressionContext s : Trees.all(tree, EplExpressionContext.class)) {
                if (s.createWindowExpr() != null) {
                    stores.add(s.createWindowExpr().i.getText());
                } else if (s.createTableExpr() != null) {
                    stores.add(s.createTableExpr().n.getText());
                }
            }
            Trees.all(tree, ExpressionDeclContext.class).forEach(e -> expressions.add(e.name.getText()));
        }
    }

    /**
     * Looks at statements that compile together.
     *
     * @param trees a parse tree for each statement
     * @param variables those of the settings; only numbers can be tunable
     */
    public static Set<String> among(Collection<? extends ParseTree> trees, Map<String, Object> variables) {
        Tunable tunable = new Tunable(trees);
        Set<String> fixed = new HashSet<>();
        for (ParseTree tree : trees) {
            for (TerminalNode leaf : Trees.all(tree, TerminalNode.class)) {
                String name = leaf.getText().replace("`", "");
                if (variables.containsKey(name) && !tunable.isReadAnew(leaf)) {
                    fixed.add(name);
                }
            }
        }
        return variables.entrySet().stream()
                .filter(v -> v.getValue() instanceof Number && !fixed.contains(v.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isReadAnew(ParseTree leaf) {
        ParseTree below = leaf;
        for (ParseTree node = leaf.getParent(); node != null; node = node.getParent()) {
            if (node instanceof AnnotationEnumContext) {
                return true; // no variable
            } else if (node instanceof SubQueryExprContext || remembers(node)) {
                return false;
            } else if (node instanceof EventFilterExpressionContext filter) {
                return below instanceof ExpressionListContext
                        && node.getParent() instanceof StreamExpressionContext
                        && isStream(Trees.name(filter.classIdentifier()))
                        && isInSelect(node);
            } else if (node instanceof PatternFilterExpressionContext filter) {
                return below instanceof ExpressionListContext
                        && isStream(Trees.name(filter.classIdentifier()))
                        && isInSelect(node);
            } else if (node instanceof WhereClauseContext && node.getParent() instanceof SelectExprContext select) {
                return asksOnce(select);
            } else if (node instanceof HavingClauseContext && node.getParent() instanceof SelectExprContext) {
                return true;
            } else if (node instanceof SelectionListContext
                    && node.getParent() instanceof SelectClauseContext
                    && node.getParent().getParent() instanceof SelectExprContext select) {
                // What flows on is kept by others.
                return select.insertIntoExpr() == null && select.intoTableExpr() == null;
            }
            below = node;
        }
        return false;
    }

    /** Whether a function keeps what it was given, or an expression is declared elsewhere, which may. */
    private boolean remembers(ParseTree node) {
        return Functions.isAggregate(node)
                || Functions.isPrevious(node)
                || (node instanceof ChainableWithArgsContext f
                        && f.lp != null
                        && expressions.contains(Trees.name(f.chainableIdent())));
    }

    /** A window or table asks its filter of what leaves it, too. */
    private boolean isStream(String name) {
        return !stores.contains(name);
    }

    private static boolean isInSelect(ParseTree node) {
        for (ParseTree n = node; n != null; n = n.getParent()) {
            if (n instanceof SelectExprContext) {
                return true;
            }
        }
        return false;
    }

    /** Whether the condition is asked of what comes alone, or the answer about what leaves a window moves nothing. */
    private boolean asksOnce(SelectExprContext select) {
        boolean windowed = Trees.own(select.fromClause(), StreamExpressionContext.class).stream()
                .anyMatch(s -> s.viewExpressions() != null
                        || (s.eventFilterExpression() != null
                                && !isStream(
                                        Trees.name(s.eventFilterExpression().classIdentifier()))));
        SelectClauseContext clause = select.selectClause();
        boolean leaving = clause.RSTREAM() != null || clause.IRSTREAM() != null || leaves(select.insertIntoExpr());
        boolean kept = select.groupByListExpr() != null
                || select.outputLimit() != null
                || select.matchRecog() != null
                || !Functions.aggregates(select).isEmpty();
        return !windowed || (!leaving && !kept);
    }

    private static boolean leaves(@Nullable InsertIntoExprContext into) {
        return into != null && (into.RSTREAM() != null || into.IRSTREAM() != null);
    }
}
