package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer;
import com.espertech.esper.compiler.internal.parse.CaseChangingCharStreamFactory;
import com.espertech.esper.compiler.internal.parse.ParseHelper;
import io.tocsin.config.Problem;
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
                problems.add(new Problem(shown, line, column + 1, unreadable(file.text(), line, column)));
            }
        });
        List<EplStatement> statements = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.nextToken();
            boolean end = token.getType() == EsperEPL2GrammarLexer.SEMI || token.getType() == Token.EOF;
            if (!end && token.getChannel() == Token.DEFAULT_CHANNEL) {
                tokens.add(token);
            } else if (end && !tokens.isEmpty()) {
                statements.add(new EplStatement(file.path(), shown, text(file.text(), tokens), List.copyOf(tokens)));
                tokens.clear();
            }
        } while (token.getType() != Token.EOF);
        return statements;
    }

    private static String text(String file, List<Token> tokens) {
        // ANTLR counts code points, String counts chars.
        int from = file.offsetByCodePoints(0, tokens.get(0).getStartIndex());
        int to = file.offsetByCodePoints(0, tokens.get(tokens.size() - 1).getStopIndex() + 1);
        return file.substring(from, to);
    }

    private static String unreadable(String text, int line, int column) {
        List<String> lines = text.lines().toList();
        String rest = line <= lines.size() && column < lines.get(line - 1).length()
                ? lines.get(line - 1).substring(column)
                : "";
        if (rest.startsWith("'") || rest.startsWith("\"") || rest.startsWith("`")) {
            return "the quote " + rest.charAt(0) + " is not closed";
        }
        if (rest.startsWith("/*")) {
            return "the comment is not closed by */";
        }
        return rest.isEmpty()
                ? "unexpected end of the file"
                : "unexpected character '" + new String(Character.toChars(rest.codePointAt(0))) + "'";
    }
}
