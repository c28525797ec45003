package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.internal.compile.stage2.StatementSpecCompileSyntaxException;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_avgContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_stddevContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_sumContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ConcatenationExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EvalRelationalExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SelectionListElementExprContext;
import com.espertech.esper.compiler.internal.parse.ParseHelper;
import io.tocsin.pipeline.evaluate.exact.ExactAggregation;
import io.tocsin.pipeline.evaluate.exact.ExtremeAggregation;
import io.tocsin.pipeline.evaluate.function.Functions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * The text that Esper compiles in place of a statement's own. Words of its grammar mean functions of ours: avg, sum and
 * stddev the exact ones, {@code ||} the one that gives no endless text, {@code regexp} the one that takes no endless time; and
 * where they are of a window, max and min those that take less memory. In ticks the first are names; the others become calls. Only what Esper's parser takes for these is changed, so comments,
 * strings and columns stay as they are, and so do the names of unnamed columns. Rows that go nowhere but to us are kept in
 * arrays; where other statements select from them Esper has other rules for arrays than for maps, so those stay as they are.
 */
final class EsperText extends EsperEPL2GrammarBaseListener {
    private static final String CONCAT = "||";
    private static final String REGEXP = "regexp";
    /** In maps, as Esper keeps them else, they take longer to make and to read. */
    private static final String ROWS_AS_ARRAYS = "@EventRepresentation(objectarray) ";

    private final String text;
    private final TreeMap<Integer, Edit> edits = new TreeMap<>();
    /** Where calls begin that the statement does not have. */
    private final TreeSet<Integer> calls = new TreeSet<>();

    private EsperText(String text) {
        this.text = text;
    }

    /** At a place: what closes, then what opens, then what stands for the next characters. */
    private static final class Edit {
        private final StringBuilder closing = new StringBuilder();
        private final StringBuilder opening = new StringBuilder();
        private String instead = "";
        private int length;
    }

    /** The text to compile in place of the statement's own. */
    static String of(EplStatement statement) {
        String calls = edited(statement, true);
        return rowsAreOursAlone(statement) ? ROWS_AS_ARRAYS + calls : calls;
    }

    /** A select that nothing else can select from. */
    private static boolean rowsAreOursAlone(EplStatement statement) {
        List<Token> body = statement.body();
        boolean inContext = !body.isEmpty() && body.get(0).getType() == EsperEPL2GrammarParser.CONTEXT;
        int select = inContext ? 2 : 0;
        return select < body.size() && body.get(select).getType() == EsperEPL2GrammarParser.SELECT;
    }

    /** The same with rows and windows as Esper keeps them by itself. */
    static String withCalls(EplStatement statement) {
        return edited(statement, false);
    }

    private static String edited(EplStatement statement, boolean extremes) {
        String text = statement.text();
        if (statement.tokens().stream().noneMatch(token -> concerns(token) || (extremes && isExtreme(token)))) {
            return text;
        }
        EsperText esper = new EsperText(text);
        try {
            ParseTree tree = (ParseTree)
                    ParseHelper.parse(text, text, true, EsperEPL2GrammarParser::startEPLExpressionRule, true)
                            .getTree();
            if (extremes) {
                WindowExtremes.in(tree).forEach(esper::extreme);
            }
            ParseTreeWalker.DEFAULT.walk(esper, tree);
        } catch (StatementSpecCompileSyntaxException e) {
            // The compiler says the same, in its place.
            return text;
        }
        return esper.edited();
    }

    private static boolean concerns(Token token) {
        String word = word(token);
        return ExactAggregation.NAMES.contains(word) || word.equals(CONCAT) || word.equals(REGEXP);
    }

    private static boolean isExtreme(Token token) {
        return ExtremeAggregation.NAMES.containsKey(word(token));
    }

    private static String word(Token token) {
        return token.getText().toLowerCase(Locale.ROOT);
    }

    private void extreme(Token word) {
        replace(word, ExtremeAggregation.NAMES.getOrDefault(word(word), word.getText()));
    }

    /** True if the statement creates a table with an exact function as a column. */
    static boolean exactTable(List<Token> body) {
        return body.size() > 1
                && body.get(0).getText().equalsIgnoreCase("create")
                && body.get(1).getText().equalsIgnoreCase("table")
                && body.stream().anyMatch(t -> ExactAggregation.NAMES.contains(word(t)));
    }

    @Override
    public void enterBuiltin_avg(Builtin_avgContext c) {
        tick(c.AVG());
    }

    @Override
    public void enterBuiltin_sum(Builtin_sumContext c) {
        tick(c.SUM());
    }

    @Override
    public void enterBuiltin_stddev(Builtin_stddevContext c) {
        tick(c.STDDEV());
    }

    private void tick(TerminalNode keyword) {
        String word = keyword.getText();
        replace(keyword.getSymbol(), "`" + word.toLowerCase(Locale.ROOT) + "`");
    }

    @Override
    public void enterConcatenationExpr(ConcatenationExprContext c) {
        if (!c.LOR().isEmpty()) {
            enclose(c, Functions.CONCAT + "(", ")");
            c.LOR().forEach(or -> replace(or.getSymbol(), ","));
        }
    }

    @Override
    public void enterEvalRelationalExpression(EvalRelationalExpressionContext c) {
        if (c.regex == null) {
            return;
        }
        TerminalNode not = c.NOT_EXPR();
        enclose(c, (not == null ? "(" : "(not ") + Functions.REGEXP + "(", "))");
        if (not != null) {
            replace(not.getSymbol(), "");
        }
        replace(c.regex, ",");
    }

    /** An unnamed column gets as its name what Esper would have made of the text without the calls. */
    @Override
    public void exitSelectionListElementExpr(SelectionListElementExprContext c) {
        if (c.keywordAllowedIdent() == null
                && !calls.subSet(place(c.getStart()), place(c.getStop())).isEmpty()) {
            edit(place(c.getStop()) + c.getStop().getText().length())
                    .closing
                    .append(" as `")
                    .append(source(c.expression()).replace('`', '\''))
                    .append('`');
        }
    }

    private void enclose(ParserRuleContext c, String before, String after) {
        calls.add(place(c.getStart()));
        edit(place(c.getStart())).opening.append(before);
        edit(place(c.getStop()) + c.getStop().getText().length()).closing.insert(0, after);
    }

    private void replace(Token token, String instead) {
        Edit edit = edit(place(token));
        edit.instead = instead;
        edit.length = token.getText().length();
    }

    private Edit edit(int place) {
        return edits.computeIfAbsent(place, p -> new Edit());
    }

    /** ANTLR counts code points, String counts chars. */
    private int place(Token token) {
        return text.offsetByCodePoints(0, token.getStartIndex());
    }

    private String source(ParserRuleContext c) {
        return text.substring(
                place(c.getStart()), place(c.getStop()) + c.getStop().getText().length());
    }

    private String edited() {
        StringBuilder edited = new StringBuilder();
        int done = 0;
        for (Map.Entry<Integer, Edit> at : edits.entrySet()) {
            Edit edit = at.getValue();
            edited.append(text, done, at.getKey())
                    .append(edit.closing)
                    .append(edit.opening)
                    .append(edit.instead);
            done = at.getKey() + edit.length;
        }
        return edited.append(text, done, text.length()).toString();
    }
}
