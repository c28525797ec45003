package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateVariableExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateWindowExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EplExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionDeclContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnSetAssignmentContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnSetExprContext;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** How much of the past each statement of a rule set needs, by the text of all of them. */
public final class Horizons {
    private final List<EplExpressionContext> statements;

    private Horizons(List<? extends ParseTree> trees) {
        statements = trees.stream()
                .map(tree -> Trees.all(tree, EplExpressionContext.class).get(0))
                .toList();
    }

    /**
     * Looks at statements that compile together.
     *
     * @param trees a parse tree for each statement
     * @param variables those of the settings
     * @param longestTtl the longest ttl of the settings, s
     * @param zone where crontabs are
     * @return what each statement needs, in the order given
     */
    public static List<Need> of(
            List<? extends ParseTree> trees, Map<String, Object> variables, double longestTtl, ZoneId zone) {
        Horizons horizons = new Horizons(trees);
        Catalog catalog = horizons.catalog(variables, longestTtl, zone);
        // What a statement needs hangs on those that feed it: in as many rounds as there are statements all is catalog.
        for (int round = 0; round <= trees.size() + 1; round++) {
            Catalog next = catalog.next();
            List<Need> needs = new ArrayList<>();
            for (EplExpressionContext statement : horizons.statements) {
                needs.add(need(statement, next));
            }
            if (next.toldAsBefore()) {
                return needs;
            }
            catalog = next;
        }
        return horizons.statements.stream()
                .map(s -> Need.unbounded(
                        s.getStart(),
                        "a statement here feeds itself by way of others, which cannot be rebuilt; break the circle"))
                .toList();
    }

    /** The ms that a time in a statement stands for, a period or a number of seconds; empty where it is not of numbers alone. */
    public static OptionalLong millis(ParserRuleContext time) {
        return new Constants(Map.of(), 0).millis(time);
    }

    private Catalog catalog(Map<String, Object> variables, double longestTtl, ZoneId zone) {
        Map<String, ParseTree> expressions = new HashMap<>();
        Set<String> stores = new HashSet<>();
        Map<String, Object> constants = new HashMap<>(variables);
        Constants known = new Constants(variables, longestTtl);
        for (EplExpressionContext s : statements) {
            if (s.createWindowExpr() != null) {
                stores.add(s.createWindowExpr().i.getText());
            } else if (s.createTableExpr() != null) {
                stores.add(s.createTableExpr().n.getText());
            } else if (s.createVariableExpr() != null && s.createVariableExpr().expression() != null) {
                CreateVariableExprContext variable = s.createVariableExpr();
                known.number(variable.expression()).ifPresent(n -> constants.put(variable.n.getText(), n));
            }
            Trees.all(s, ExpressionDeclContext.class).forEach(e -> expressions.put(e.name.getText(), e));
            for (OnSetExprContext set : Trees.all(s, OnSetExprContext.class)) {
                for (OnSetAssignmentContext a : set.onSetAssignmentList().onSetAssignment()) {
                    stores.add(a.chainable() == null ? a.getStart().getText() : Trees.name(a.chainable()));
                }
            }
        }
        constants.keySet().removeAll(stores);
        return new Catalog(new Constants(constants, longestTtl), zone, expressions, stores);
    }

    private static Need need(EplExpressionContext s, Catalog catalog) {
        String context = s.contextExpr() == null ? null : s.contextExpr().i.getText();
        Contexts.Parting parting = catalog.context(context);
        Need inContext = parting.own().inherited();
        if (s.selectExpr() != null) {
            return new Selects(catalog, parting, s.selectExpr()).need().and(inContext);
        } else if (s.onExpr() != null) {
            return new Triggers(catalog, parting, s.onExpr()).need().and(inContext);
        } else if (s.createWindowExpr() != null) {
            return window(s.createWindowExpr(), catalog, parting).and(inContext);
        } else if (s.createContextExpr() != null) {
            return context(s.createContextExpr(), catalog);
        } else if (s.updateExpr() != null || s.createDataflow() != null) {
            return Need.unbounded(
                    s.getStart(), "this is not known to be rebuildable; write 'insert into ... select' in its place");
        }
        return Need.NONE;
    }

    private static Need context(CreateContextExprContext context, Catalog catalog) {
        Contexts.Parting parting = new Contexts(catalog).parting(context);
        catalog.context(context.name.getText(), parting);
        return parting.own();
    }

    private static Need window(CreateWindowExprContext window, Catalog catalog, Contexts.Parting parting) {
        String name = window.i.getText();
        Flow fed = catalog.flow(name);
        Need kept = catalog.isKeptByLast(name)
                ? Need.LAST_EVENT
                : Views.need(
                                Views.of(window.viewExpressions()),
                                fed,
                                Use.CONTENT,
                                parting.keys(),
                                window.ru != null,
                                catalog.constants())
                        .or(parting.span());
        catalog.kept(name, kept);
        catalog.store(name, kept.after(fed.warm()));
        return kept.after(fed.warm());
    }
}
