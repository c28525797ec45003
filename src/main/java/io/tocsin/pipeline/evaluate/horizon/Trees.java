package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableRootWithOptContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubQueryExprContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/** Finds things in parse trees. */
final class Trees {
    private static final Pattern COLUMN = Pattern.compile("(?:\\w+\\.)?`?(\\w+)`?");

    private Trees() {}

    /** Every node of a kind, subqueries included. */
    static <T extends ParseTree> List<T> all(@Nullable ParseTree tree, Class<T> kind) {
        List<T> found = new ArrayList<>();
        collect(tree, kind, true, found);
        return found;
    }

    /** Every node of a kind, but not those within subqueries. */
    static <T extends ParseTree> List<T> own(@Nullable ParseTree tree, Class<T> kind) {
        List<T> found = new ArrayList<>();
        collect(tree, kind, false, found);
        return found;
    }

    private static <T extends ParseTree> void collect(
            @Nullable ParseTree tree, Class<T> kind, boolean subqueries, List<T> found) {
        if (tree == null || (!subqueries && tree instanceof SubQueryExprContext)) {
            return;
        }
        if (kind.isInstance(tree)) {
            found.add(kind.cast(tree));
        }
        for (int i = 0; i < tree.getChildCount(); i++) {
            collect(tree.getChild(i), kind, subqueries, found);
        }
    }

    /** The first words of names as they stand in expressions: columns, stream names, variables, functions. */
    static Stream<ChainableWithArgsContext> roots(@Nullable ParseTree tree) {
        return all(tree, ChainableRootWithOptContext.class).stream().map(r -> r.chainableWithArgs());
    }

    /** The column that an expression is, without the name of its stream; null where it is more than a column. */
    static @Nullable String column(ParseTree expression) {
        Matcher m = COLUMN.matcher(expression.getText());
        return m.matches() ? m.group(1) : null;
    }

    static String name(ParserRuleContext node) {
        return node.getText().replace("`", "");
    }
}
