package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EventFilterExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.StreamExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubQueryExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubSelectFilterExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewWParametersContext;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/** What the streams of a statement and the windows over them need. */
final class Sources {
    private final Catalog catalog;
    private final Contexts.Parting parting;
    private final Patterns patterns;

    Sources(Catalog catalog, Contexts.Parting parting) {
        this.catalog = catalog;
        this.parting = parting;
        this.patterns = new Patterns(catalog);
    }

    /** What is known of the stream before its windows. */
    Flow flow(StreamExpressionContext stream) {
        EventFilterExpressionContext filter = stream.eventFilterExpression();
        if (filter != null) {
            return flow(filter);
        } else if (stream.patternInclusionExpression() != null) {
            return Flow.of(pattern(stream));
        }
        return Flow.of(Need.unbounded(stream.getStart(), ""));
    }

    Flow flow(EventFilterExpressionContext filter) {
        String name = Trees.name(filter.classIdentifier());
        if (catalog.isStore(name)) {
            return Flow.of(catalog.store(name));
        }
        Flow flow = catalog.flow(name);
        return flow.filtered(filter.propertyExpression() == null
                && parting.bySensor()
                && catalog.bySensor(filter.expressionList(), flow));
    }

    private Need pattern(StreamExpressionContext stream) {
        return patterns.need(stream.patternInclusionExpression().patternExpression())
                .or(parting.span());
    }

    /** What a stream with its windows needs. */
    Need need(StreamExpressionContext stream, Use use) {
        if (stream.databaseJoinExpression() != null || stream.methodJoinExpression() != null) {
            return Need.unbounded(
                    stream.getStart(), "what comes from outside cannot be rebuilt; join streams and windows alone");
        }
        Need pattern = stream.patternInclusionExpression() == null ? Need.NONE : pattern(stream);
        return windows(Views.of(stream.viewExpressions()), flow(stream), use, stream.ru != null)
                .and(pattern);
    }

    private Need windows(List<ViewWParametersContext> views, Flow flow, Use use, boolean union) {
        return Views.need(views, flow, use, parting.keys(), union, catalog.constants())
                .or(views.isEmpty() ? Need.NONE : parting.span())
                .after(flow.warm());
    }

    /** What all subqueries within a tree need. */
    Need subqueries(@Nullable ParseTree tree) {
        Need need = Need.NONE;
        for (SubQueryExprContext subquery : Trees.all(tree, SubQueryExprContext.class)) {
            SubSelectFilterExprContext from = subquery.subSelectFilterExpr();
            need = need.and(windows(
                            Views.of(from.viewExpressions()),
                            flow(from.eventFilterExpression()),
                            Use.CONTENT,
                            from.ru != null))
                    .and(Functions.forEver(Functions.aggregates(subquery.selectionList())))
                    .and(Functions.forEver(Functions.aggregates(subquery.havingClause())));
        }
        return need;
    }
}
