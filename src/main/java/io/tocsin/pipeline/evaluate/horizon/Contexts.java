package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextChoiceContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextGroupItemContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextPartitionItemContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextRangePointContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EventFilterExpressionContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;

/** Reads what contexts do to the statements in them. */
final class Contexts {
    /**
     * What a context does.
     *
     * @param span how long what is in it lasts at most: a time, or unbounded where it has no end
     * @param own what the context itself needs, beside that of its statements
     * @param keys the columns by which it keeps a state each
     * @param bySensor whether it divides by sensors alone
     */
    record Parting(Need span, Need own, Set<String> keys, boolean bySensor) {
        /** No context. */
        static final Parting NONE = new Parting(ENDLESS, Need.NONE, Set.of(), true);

        private Parting within(Parting other) {
            Set<String> both = new HashSet<>(keys);
            both.addAll(other.keys);
            return new Parting(span.or(other.span), own.and(other.own), both, bySensor && other.bySensor);
        }
    }

    private static final Need ENDLESS = new Need(Need.Kind.UNBOUNDED, 0, List.of());

    private final Catalog catalog;

    Contexts(Catalog catalog) {
        this.catalog = catalog;
    }

    Parting parting(CreateContextExprContext context) {
        return Trees.own(context, CreateContextChoiceContext.class).stream()
                .map(this::parting)
                .reduce(Parting.NONE, Parting::within);
    }

    private Parting parting(CreateContextChoiceContext c) {
        if (!c.createContextPartitionItem().isEmpty()
                && c.createContextPartitionInit() == null
                && c.createContextPartitionTerm() == null) {
            return partition(c.createContextPartitionItem());
        } else if (!c.createContextCoalesceItem().isEmpty()) {
            boolean bySensor = c.createContextCoalesceItem().stream()
                    .allMatch(i -> ofSensor(i.chainable(), i.eventFilterExpression()));
            return new Parting(ENDLESS, Need.NONE, Set.of(), bySensor);
        } else if (!c.createContextGroupItem().isEmpty()) {
            boolean bySensor = c.createContextGroupItem().stream()
                    .map(CreateContextGroupItemContext::expression)
                    .allMatch(e -> ofSensor(e, c.eventFilterExpression()));
            return new Parting(ENDLESS, Need.NONE, Set.of(), bySensor);
        }
        Optional<Need> span = c.r1 == null || c.r2 == null || c.createContextDistinct() != null || c.i != null
                ? Optional.empty()
                : span(c.r1, c.r2);
        return span.map(s -> new Parting(s, Need.NONE, Set.of(), true))
                .orElseGet(() -> new Parting(
                        Need.NONE,
                        Need.unbounded(
                                c.getStart(),
                                "a context that events or the engine's start begin is not known to be rebuildable; write"
                                        + " 'start (0, *, *, *, *) end (30, *, *, *, *)', or 'partition by host, service"
                                        + " from Metric'"),
                        Set.of(),
                        false));
    }

    private Parting partition(List<CreateContextPartitionItemContext> items) {
        Set<String> keys = new HashSet<>();
        boolean bySensor = true;
        for (CreateContextPartitionItemContext item : items) {
            for (var column : item.chainable()) {
                keys.add(Trees.name(column));
                bySensor &= ofSensor(column, item.eventFilterExpression());
            }
        }
        return new Parting(ENDLESS, Need.NONE, keys, bySensor);
    }

    private boolean ofSensor(ParserRuleContext expression, @Nullable EventFilterExpressionContext filter) {
        if (filter == null) {
            return false;
        }
        Flow flow = catalog.flow(Trees.name(filter.classIdentifier()));
        return catalog.bySensor(expression, flow) && catalog.bySensor(filter.expressionList(), flow);
    }

    private Optional<Need> span(CreateContextRangePointContext from, CreateContextRangePointContext to) {
        Optional<Crontab> start = crontab(from);
        if (start.isPresent() && to.timePeriod() != null) {
            return catalog.constants().millis(to).stream().mapToObj(Need::time).findFirst();
        }
        return start.flatMap(s -> crontab(to).map(s::longestUntil)).map(Need::time);
    }

    private Optional<Crontab> crontab(CreateContextRangePointContext point) {
        if (point.crontabLimitParameterSetList() == null
                || point.crontabLimitParameterSetList()
                                .crontabLimitParameterSet()
                                .size()
                        != 1) {
            return Optional.empty();
        }
        return Crontab.of(
                point.crontabLimitParameterSetList()
                        .crontabLimitParameterSet(0)
                        .expressionWithTimeList()
                        .expressionWithTimeInclLast(),
                catalog.constants(),
                catalog.zone());
    }
}
