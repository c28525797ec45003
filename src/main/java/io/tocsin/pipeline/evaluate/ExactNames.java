package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.internal.compile.stage2.StatementSpecCompileSyntaxException;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_avgContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_stddevContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_sumContext;
import com.espertech.esper.compiler.internal.parse.ParseHelper;
import io.tocsin.pipeline.evaluate.exact.ExactAggregation;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Makes the exact functions answer to avg, sum and stddev. These are keywords of Esper's grammar and always mean its own
 * functions; in ticks they are names, and those of the exact functions. Only the keywords that Esper's parser takes for
 * functions are ticked, so comments, strings and columns stay as they are, and so do the names of unnamed columns.
 */
final class ExactNames extends EsperEPL2GrammarBaseListener {
    private final TreeMap<Integer, Token> keywords = new TreeMap<>();

    private ExactNames() {}

    /** The text to compile in place of the statement's own. */
    static String ticked(EplStatement statement) {
        boolean mentioned = statement.tokens().stream()
                .anyMatch(t -> ExactAggregation.NAMES.contains(t.getText().toLowerCase(Locale.ROOT)));
        if (!mentioned) {
            return statement.text();
        }
        ExactNames names = new ExactNames();
        try {
            ParseTree tree = (ParseTree) ParseHelper.parse(
                            statement.text(),
                            statement.text(),
                            true,
                            EsperEPL2GrammarParser::startEPLExpressionRule,
                            true)
                    .getTree();
            ParseTreeWalker.DEFAULT.walk(names, tree);
        } catch (StatementSpecCompileSyntaxException e) {
            // The compiler says the same, in its place.
            return statement.text();
        }
        return names.tick(statement.text());
    }

    private String tick(String text) {
        StringBuilder ticked = new StringBuilder();
        int done = 0;
        for (Token keyword : keywords.values()) {
            // ANTLR counts code points, String counts chars.
            int from = text.offsetByCodePoints(0, keyword.getStartIndex());
            int to = from + keyword.getText().length();
            ticked.append(text, done, from)
                    .append('`')
                    .append(keyword.getText().toLowerCase(Locale.ROOT))
                    .append('`');
            done = to;
        }
        return ticked.append(text, done, text.length()).toString();
    }

    /** True if the statement creates a table with one of the functions as a column. */
    static boolean inTable(List<Token> body) {
        return body.size() > 1
                && body.get(0).getText().equalsIgnoreCase("create")
                && body.get(1).getText().equalsIgnoreCase("table")
                && body.stream()
                        .anyMatch(
                                t -> ExactAggregation.NAMES.contains(t.getText().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void enterBuiltin_avg(Builtin_avgContext c) {
        found(c.AVG());
    }

    @Override
    public void enterBuiltin_sum(Builtin_sumContext c) {
        found(c.SUM());
    }

    @Override
    public void enterBuiltin_stddev(Builtin_stddevContext c) {
        found(c.STDDEV());
    }

    private void found(TerminalNode keyword) {
        keywords.put(keyword.getSymbol().getStartIndex(), keyword.getSymbol());
    }
}
