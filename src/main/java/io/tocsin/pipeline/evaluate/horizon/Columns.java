package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_currtsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectionListElementContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectionListElementExprContext;
import java.util.HashMap;
import java.util.Map;

/** Follows columns through {@code insert into}. */
final class Columns {
    private Columns() {}

    /**
     * Where the columns come from that a statement selects.
     *
     * @param plain whether each event gives its row at once
     */
    static Map<String, Flow.Origin> of(SelectExprContext select, Flow from, boolean plain) {
        Map<String, Flow.Origin> columns = new HashMap<>();
        if (select.insertIntoExpr().columnList() != null) {
            return columns; // given other names one by one
        }
        for (SelectionListElementContext element :
                select.selectClause().selectionList().selectionListElement()) {
            if (element.s != null) {
                from.columns().forEach((name, origin) -> columns.put(name, later(origin, plain)));
            } else if (element.selectionListElementExpr() != null) {
                add(element.selectionListElementExpr(), from, plain, columns);
            }
        }
        return Map.copyOf(columns);
    }

    private static void add(
            SelectionListElementExprContext element, Flow from, boolean plain, Map<String, Flow.Origin> columns) {
        String source = Trees.column(element.expression());
        String name = element.keywordAllowedIdent() == null ? source : Trees.name(element.keywordAllowedIdent());
        Flow.Origin origin = source == null ? null : from.columns().get(source);
        boolean now = element.expression().getText().matches("(?i)current_timestamp(\\(\\))?")
                && !Trees.all(element, Builtin_currtsContext.class).isEmpty();
        if (name != null && now) {
            columns.put(name, later(Flow.Origin.NOW, plain));
        } else if (name != null && origin != null) {
            columns.put(name, later(origin, plain));
        }
    }

    private static Flow.Origin later(Flow.Origin origin, boolean plain) {
        return origin == Flow.Origin.NOW && !plain ? Flow.Origin.PAST : origin;
    }
}
