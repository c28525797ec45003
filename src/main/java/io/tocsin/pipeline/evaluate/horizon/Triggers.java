package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MergeInsertContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnMergeExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnSelectInsertExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnSetAssignmentContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnStreamExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.PatternFilterExpressionContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** What {@code on ...} needs, and what it does to windows, tables and variables. */
final class Triggers {
    private static final String LAST_ONLY =
            "; keep the last of each sensor, as in 'on Metric as m merge W as w where w.host = m.host and w.service ="
                    + " m.service when matched then update set w.metric = m.metric when not matched then insert select ...'"
                    + " without further conditions, or give the window a time, as in 'create window W#time(1 hour)'";

    private final Catalog catalog;
    private final OnExprContext on;
    private final Sources sources;
    private final Patterns patterns;

    Triggers(Catalog catalog, Contexts.Parting parting, OnExprContext on) {
        this.catalog = catalog;
        this.on = on;
        this.sources = new Sources(catalog, parting);
        this.patterns = new Patterns(catalog);
    }

    Need need() {
        Need need = trigger()
                .and(sources.subqueries(on))
                .and(catalog.mentioned(on))
                .and(Functions.forEver(Functions.aggregates(on)));
        if (on.onSelectExpr() != null) {
            need = need.and(select(need));
        } else if (on.onDeleteExpr() != null) {
            need = need.and(change(
                    name(on.onDeleteExpr().onExprFrom().n), on.onDeleteExpr().getStart(), need));
        } else if (on.onUpdateExpr() != null) {
            need = need.and(change(name(on.onUpdateExpr().n), on.onUpdateExpr().getStart(), need));
        } else if (on.onMergeExpr() != null) {
            need = need.and(merge(on.onMergeExpr(), need));
        } else if (on.onSetExpr() != null) {
            for (OnSetAssignmentContext assignment :
                    on.onSetExpr().onSetAssignmentList().onSetAssignment()) {
                need = need.and(set(assignment, need));
            }
        }
        return need;
    }

    private static String name(Token token) {
        return token.getText();
    }

    private @Nullable Flow flow() {
        OnStreamExprContext stream = on.onStreamExpr();
        return stream.eventFilterExpression() == null ? null : sources.flow(stream.eventFilterExpression());
    }

    private Need trigger() {
        Flow flow = flow();
        return flow != null
                ? flow.warm()
                : patterns.need(on.onStreamExpr().patternInclusionExpression().patternExpression());
    }

    /** Whether time alone sets it off. */
    private boolean isTimed() {
        return flow() == null
                && Trees.all(on.onStreamExpr(), PatternFilterExpressionContext.class)
                        .isEmpty();
    }

    private Need select(Need so) {
        Need need = so;
        var select = on.onSelectExpr();
        if (select.onExprFrom() != null) {
            need = need.and(catalog.store(name(select.onExprFrom().n)));
            if (select.d != null) {
                need = need.and(change(name(select.onExprFrom().n), select.d, need));
            }
        }
        if (select.insertIntoExpr() != null) {
            catalog.flow(Trees.name(select.insertIntoExpr().classIdentifier()), Flow.of(need));
        }
        for (OnSelectInsertExprContext split : on.onSelectInsertExpr()) {
            catalog.flow(Trees.name(split.insertIntoExpr().classIdentifier()), Flow.of(need));
        }
        return need;
    }

    /** Takes rows of a store away or changes them. */
    private Need change(String store, Token at, Need trigger) {
        Need kept = catalog.kept(store);
        if (kept.kind() == Need.Kind.TIME) {
            catalog.store(store, kept.after(trigger));
            return kept.after(trigger);
        } else if (on.onUpdateExpr() == null && on.onMergeExpr() == null && isTimed()) {
            return trigger;
        }
        Need never = Need.unbounded(
                at,
                "what '" + at.getText() + "' did to '" + store
                        + "' hangs on more than the last event of each sensor, so it" + " cannot be rebuilt"
                        + LAST_ONLY);
        catalog.store(store, never);
        return never;
    }

    private Need merge(OnMergeExprContext merge, Need trigger) {
        String store = merge.n.getText();
        for (MergeInsertContext insert : Trees.all(merge, MergeInsertContext.class)) {
            if (insert.classIdentifier() != null) {
                catalog.flow(Trees.name(insert.classIdentifier()), Flow.of(trigger));
            }
        }
        Flow flow = flow();
        String alias = on.onStreamExpr().identOrTicked() == null
                ? null
                : Trees.name(on.onStreamExpr().identOrTicked());
        if (flow != null && flow.remembered() && alias != null && new Merging(flow, alias, merge).keepsTheLast()) {
            catalog.keepsLast(store);
            catalog.store(store, Need.LAST_EVENT.and(trigger));
            return Need.LAST_EVENT.and(trigger);
        }
        // Whether the rows can be rebuilt is said here, and not once more where the window is made.
        catalog.flow(store, flow == null ? Flow.of(trigger) : new Flow(trigger.inherited(), true, flow.columns()));
        return change(store, merge.getStart(), trigger);
    }

    private Need set(OnSetAssignmentContext assignment, Need trigger) {
        String variable =
                assignment.chainable() == null ? assignment.getStart().getText() : Trees.name(assignment.chainable());
        Flow flow = flow();
        boolean last = flow != null
                && flow.remembered()
                && Trees.roots(assignment.expression()).noneMatch(r -> catalog.isStore(Trees.name(r.chainableIdent())));
        Need need = last
                ? Need.LAST_EVENT.and(trigger)
                : Need.unbounded(
                        assignment.getStart(),
                        "'" + variable
                                + "' is set by more than the last event of each sensor, so it cannot be rebuilt; set"
                                + " it from a stream chosen by host and service alone, to what the event says");
        catalog.store(variable, need);
        return need;
    }
}
