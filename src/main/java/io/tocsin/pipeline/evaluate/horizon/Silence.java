package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.AndExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.FollowedByExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.GuardPostFixContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ObserverExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.PatternFilterExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.QualifyExpressionContext;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells the pattern of silence: {@code every a=Metric -> (timer:interval(10 min) and not Metric(host = a.host, service =
 * a.service))}. What the last event of a sensor does not end is what the last event has begun.
 */
final class Silence {
    private Silence() {}

    static boolean is(FollowedByExpressionContext pattern, Catalog catalog) {
        List<PatternFilterExpressionContext> filters = Trees.own(pattern, PatternFilterExpressionContext.class);
        List<QualifyExpressionContext> qualified = Trees.own(pattern, QualifyExpressionContext.class).stream()
                .filter(q -> q.e != null || q.n != null || q.d != null)
                .toList();
        List<ObserverExpressionContext> timers = Trees.own(pattern, ObserverExpressionContext.class);
        List<AndExpressionContext> ands = Trees.own(pattern, AndExpressionContext.class).stream()
                .filter(a -> a.matchUntilExpression().size() > 1)
                .toList();
        boolean shaped = pattern.followedByRepeat().size() == 1
                && filters.size() == 2
                && qualified.size() == 2
                && qualified.get(0).e != null
                && qualified.get(1).n != null
                && timers.size() == 1
                && timers.get(0).nm != null
                && timers.get(0).nm.getText().equalsIgnoreCase("interval")
                && ands.size() == 1
                && ands.get(0).matchUntilExpression().size() == 2
                && Trees.own(pattern, GuardPostFixContext.class).stream().allMatch(g -> g.wh == null && g.wi == null);
        return shaped && isEndedBySensor(filters.get(0), filters.get(1), catalog);
    }

    private static boolean isEndedBySensor(
            PatternFilterExpressionContext begin, PatternFilterExpressionContext end, Catalog catalog) {
        String stream = Trees.name(begin.classIdentifier());
        Flow flow = catalog.flow(stream);
        if (catalog.isStore(stream)
                || !stream.equals(Trees.name(end.classIdentifier()))
                || begin.propertyExpression() != null
                || end.propertyExpression() != null
                || !flow.remembered()
                || !catalog.bySensor(begin.expressionList(), flow)) {
            return false;
        }
        Set<String> begins = conditions(begin);
        String tag = begin.i == null ? "" : begin.i.getText();
        return conditions(end).stream().allMatch(c -> begins.contains(c) || equalsTagged(c, tag, flow));
    }

    private static Set<String> conditions(PatternFilterExpressionContext filter) {
        return filter.expressionList() == null
                ? Set.of()
                : filter.expressionList().expression().stream()
                        .map(ExpressionContext::getText)
                        .collect(Collectors.toSet());
    }

    /** host = a.host, in either order. */
    private static boolean equalsTagged(String condition, String tag, Flow flow) {
        return flow.columns().keySet().stream()
                .filter(flow::ofSensor)
                .anyMatch(c -> condition.equals(c + "=" + tag + "." + c) || condition.equals(tag + "." + c + "=" + c));
    }
}
