package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer;
import com.espertech.esper.compiler.internal.parse.CaseChangingCharStreamFactory;
import com.espertech.esper.compiler.internal.parse.ParseHelper;
import io.tocsin.config.Problem;
import io.tocsin.model.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Splits a rule file into statements by Esper's own lexer, so that quotes and comments mean what they mean to Esper. */
final class EplLexer {
    private EplLexer() {}

    /**
     * The statements of a file, in order.
     *
     * @param shown the file's path as problems show it
     * @param problems gets what the lexer cannot read, such as a quote that is not closed
     */
    static List<EplStatement> split(RuleFile file, String shown, List<Problem> problems) {
        EsperEPL2GrammarLexer lexer = ParseHelper.newLexer(CaseChangingCharStreamFactory.make(file.text()));
        boolean[] readable = {true};
        String[] lines = file.text().split("\n", -1);
        lexer.removeErrorListeners();
        lexer.addErrorListener(new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    @Nullable Object symbol,
                    int line,
                    int column,
                    String message,
                    @Nullable RecognitionException e) {
                readable[0] = false;
                problems.add(new Problem(shown, line, column + 1, unreadable(lines[line - 1], column)));
            }
        });
        List<EplStatement> statements = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.nextToken();
            if (opensComment(tokens, token)) {
                Token start = tokens.get(tokens.size() - 1);
                problems.add(new Problem(
                        shown,
                        start.getLine(),
                        start.getCharPositionInLine() + 1,
                        "the comment that begins here is not closed; add */"));
                return statements;
            }
            boolean end = token.getType() == EsperEPL2GrammarLexer.SEMI || token.getType() == Token.EOF;
            if (!end && token.getChannel() == Token.DEFAULT_CHANNEL) {
                tokens.add(token);
            } else if (end && !tokens.isEmpty()) {
                statements.add(new EplStatement(
                        file.path(), shown, text(file.text(), tokens), List.copyOf(tokens), readable[0]));
                tokens.clear();
                readable[0] = true;
            }
        } while (token.getType() != Token.EOF);
        return statements;
    }

    /** A comment that is not closed reaches us as a slash and a star; all behind it was meant as comment. */
    private static boolean opensComment(List<Token> tokens, Token token) {
        if (tokens.isEmpty() || token.getType() != EsperEPL2GrammarLexer.STAR) {
            return false;
        }
        Token before = tokens.get(tokens.size() - 1);
        return before.getType() == EsperEPL2GrammarLexer.DIV && before.getStopIndex() + 1 == token.getStartIndex();
    }

    private static String text(String file, List<Token> tokens) {
        // ANTLR counts code points, String counts chars.
        int from = file.offsetByCodePoints(0, tokens.get(0).getStartIndex());
        int to = file.offsetByCodePoints(0, tokens.get(tokens.size() - 1).getStopIndex() + 1);
        return file.substring(from, to);
    }

    private static String unreadable(String line, int column) {
        if (column >= line.codePointCount(0, line.length())) {
            return "unexpected end of the file";
        }
        int c = line.codePointAt(line.offsetByCodePoints(0, column));
        return "'\"`".indexOf(c) >= 0
                ? "the quote " + Character.toString(c) + " is not closed, or one before it is missing"
                : "unexpected character '" + SafeText.line(Character.toString(c), 20) + "'";
    }
}
