package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_priorContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.GroupByListChoiceContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OutputLimitContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.StreamExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubQueryExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewWParametersContext;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code select} needs, and what is known of the stream or the table it feeds. */
final class Selects {
    private final Catalog catalog;
    private final Contexts.Parting parting;
    private final SelectExprContext select;
    private final List<StreamExpressionContext> streams;
    private final List<Functions.Call> aggregates;
    private final Set<String> groups;
    private final Sources sources;

    Selects(Catalog catalog, Contexts.Parting parting, SelectExprContext select) {
        this.catalog = catalog;
        this.parting = parting;
        this.select = select;
        this.streams = Trees.own(select.fromClause(), StreamExpressionContext.class);
        this.aggregates = Functions.aggregates(select.selectClause());
        aggregates.addAll(Functions.aggregates(select.havingClause()));
        aggregates.addAll(Functions.aggregates(select.orderByListExpr()));
        this.groups = Trees.own(select.groupByListExpr(), GroupByListChoiceContext.class).stream()
                .map(g -> {
                    String column = Trees.column(g);
                    return column == null ? g.getText() : column;
                })
                .collect(Collectors.toSet());
        this.sources = new Sources(catalog, parting);
    }

    /** Also tells the catalog of what it feeds. */
    Need need() {
        Need need = windows()
                .and(Functions.forEver(aggregates))
                .and(sources.subqueries(select))
                .and(catalog.mentioned(select))
                .and(prior());
        need = waitsForContext() ? need.and(output().after(flow().warm())) : output().after(need);
        if (select.insertIntoExpr() != null) {
            catalog.flow(Trees.name(select.insertIntoExpr().classIdentifier()), fed(need));
        }
        if (select.intoTableExpr() != null) {
            need = need.and(table());
            catalog.store(select.intoTableExpr().i.getText(), need);
        }
        return need;
    }

    /** Whether rows are held back to the end of the context, with which the windows end as well. */
    private boolean waitsForContext() {
        OutputLimitContext output = select.outputLimit();
        return isSingle()
                && output != null
                && output.t != null
                && parting.span().kind() == Need.Kind.TIME;
    }

    private boolean isSingle() {
        return streams.size() == 1;
    }

    private Flow flow() {
        return isSingle() ? sources.flow(streams.get(0)) : Flow.of(Need.NONE);
    }

    private Use use() {
        int which = select.selectClause().s == null
                ? EsperEPL2GrammarLexer.ISTREAM
                : select.selectClause().s.getType();
        OutputLimitContext output = select.outputLimit();
        boolean snapshot = output != null && output.k != null && output.k.getType() == EsperEPL2GrammarLexer.SNAPSHOT;
        boolean arriving = isSingle() && !snapshot && select.matchRecog() == null && select.intoTableExpr() == null;
        return new Use(
                arriving,
                which != EsperEPL2GrammarLexer.ISTREAM,
                !aggregates.isEmpty(),
                groups,
                !aggregates.isEmpty() && !Having.wantsContent(select.havingClause()));
    }

    private Need windows() {
        Need need = Need.NONE;
        for (StreamExpressionContext stream : streams) {
            need = need.and(sources.need(stream, isSingle() ? use() : Use.CONTENT));
        }
        if (isSingle() && select.matchRecog() != null) {
            Need recognized = new Recognition(catalog.constants(), flow(), ownWindows()).need(select.matchRecog());
            return recognized.or(parting.span()).after(flow().warm()).and(need);
        }
        boolean windowed = streams.stream().anyMatch(s -> s.viewExpressions() != null || isStore(s)) || !isSingle();
        if (!windowed && !aggregates.isEmpty() && !Functions.forEver(aggregates).isUnbounded()) {
            Functions.Call first = aggregates.get(0);
            Need endless = Need.unbounded(
                    first.at(),
                    "'" + first.at().getText()
                            + "' without a window counts for ever, so it cannot be rebuilt; write a window, as in"
                            + " Metric#time(1 hour)");
            return endless.or(parting.span()).after(flow().warm()).and(need);
        }
        return need;
    }

    private Need ownWindows() {
        List<ViewWParametersContext> views = Views.of(streams.get(0).viewExpressions());
        return Views.need(views, flow(), Use.CONTENT, parting.keys(), false, catalog.constants());
    }

    private boolean isStore(StreamExpressionContext stream) {
        return stream.eventFilterExpression() != null
                && catalog.isStore(Trees.name(stream.eventFilterExpression().classIdentifier()));
    }

    private Need prior() {
        for (Functions.Call call : Functions.previous(select)) {
            if (call.node() instanceof Builtin_priorContext prior) {
                boolean one = catalog.constants()
                        .number(prior.expression())
                        .filter(n -> n == 1)
                        .isPresent();
                boolean plain = isSingle()
                        && use().arriving()
                        && Views.of(streams.get(0).viewExpressions()).isEmpty();
                Flow flow = flow();
                return one
                                && plain
                                && flow.remembered()
                                && parting.keys().stream().allMatch(flow::ofSensor)
                        ? Need.LAST_EVENT
                        : Need.unbounded(
                                call.at(),
                                "'prior' reaches back any length of time, so it cannot be rebuilt; write prev(1, ...) from"
                                        + " Metric#groupwin(host, service)#length(2)");
            }
        }
        return Need.NONE;
    }

    private boolean groupsKnown() {
        Flow flow = flow();
        return aggregates.isEmpty() || (flow.remembered() && groups.stream().allMatch(flow::ofSensor));
    }

    private Need output() {
        return Outputs.need(
                select.outputLimit(),
                flow().remembered(),
                !aggregates.isEmpty() && groups.isEmpty(),
                groupsKnown(),
                parting.span(),
                catalog.constants(),
                catalog.zone());
    }

    private Need table() {
        return groupsKnown()
                ? Need.NONE
                : Need.unbounded(
                        select.intoTableExpr().i,
                        "a table keeps a row for every group there ever was, so it cannot be rebuilt; group by host and"
                                + " service alone and choose by them alone, or look at the window itself");
    }

    private Flow fed(Need need) {
        Flow from = flow();
        boolean plain = isSingle()
                && parting.equals(Contexts.Parting.NONE)
                && streams.get(0).viewExpressions() == null
                && select.matchRecog() == null
                && select.outputLimit() == null
                && aggregates.isEmpty()
                && groups.isEmpty()
                && Functions.previous(select).isEmpty()
                && Trees.all(select, SubQueryExprContext.class).isEmpty();
        boolean remembered = plain && from.remembered() && catalog.bySensor(select.whereClause(), from);
        return new Flow(need.inherited(), remembered, Columns.of(select, from, plain));
    }
}
