package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MergeMatchedItemContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MergeUnmatchedItemContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnMergeExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OnSetAssignmentContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectionListContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectionListElementExprContext;
import java.util.Arrays;
import java.util.Optional;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * Reads {@code merge}: whether what it leaves in a row is what the last event of the row's sensor said, whatever there was
 * before.
 *
 * @param flow what sets it off
 * @param alias by which its expressions call that
 */
record Merging(Flow flow, String alias, OnMergeExprContext merge) {
    boolean keepsTheLast() {
        return merge.onMergeDirectInsert() == null
                && merge.whereClause() != null
                && Recognition.conjuncts(merge.whereClause().evalOrExpression()).stream()
                        .allMatch(this::matchesSensor)
                && merge.mergeItem().stream()
                        .allMatch(item -> item.mergeMatched() != null
                                ? item.mergeMatched().expression() == null
                                        && item.mergeMatched().mergeMatchedItem().stream()
                                                .allMatch(this::updates)
                                : item.mergeUnmatched().expression() == null
                                        && item.mergeUnmatched().mergeUnmatchedItem().stream()
                                                .allMatch(this::inserts))
                && merge.mergeItem().stream().anyMatch(item -> item.mergeMatched() != null);
    }

    /** w.host = m.host, in either order. */
    private boolean matchesSensor(ParseTree condition) {
        return condition.getChildCount() == 3
                && condition.getChild(1).getText().equals("=")
                && sensorColumn(condition.getChild(0))
                        .or(() -> sensorColumn(condition.getChild(2)))
                        .isPresent();
    }

    private Optional<String> sensorColumn(ParseTree side) {
        String column = Trees.column(side);
        return column != null && side.getText().equals(alias + "." + column) && flow.ofSensor(column)
                ? Optional.of(column)
                : Optional.empty();
    }

    private boolean updates(MergeMatchedItemContext item) {
        return item.u != null
                && item.whereClause() == null
                && item.onSetAssignmentList().onSetAssignment().stream()
                        .map(OnSetAssignmentContext::expression)
                        .allMatch(this::ofEvent);
    }

    private boolean inserts(MergeUnmatchedItemContext item) {
        SelectionListContext list = item.mergeInsert().selectionList();
        return item.mergeInsert().whereClause() == null
                && item.mergeInsert().classIdentifier() == null
                && Trees.all(list, SelectionListElementExprContext.class).stream()
                        .allMatch(e -> ofEvent(e.expression()));
    }

    /** Whether an expression knows the event alone. */
    private boolean ofEvent(ParseTree expression) {
        return Trees.roots(expression)
                .allMatch(root -> root.lp != null
                        || Arrays.asList(alias, "true", "false").contains(Trees.name(root.chainableIdent())));
    }
}
