package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Problem;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Refuses statements that Esper's parser would take minutes or a stack overflow for. Nobody writes such by hand; a broken
 * generator or a file that is no rule file does.
 */
final class StatementSize {
    private static final int MAX_TOKENS = 5_000;
    private static final int MAX_DEPTH = 50;

    private StatementSize() {}

    /** True if the statement is not too large; where it is, a problem says so. */
    static boolean fits(EplStatement statement, List<Problem> problems) {
        List<Token> tokens = statement.tokens();
        if (tokens.size() > MAX_TOKENS) {
            problems.add(statement.problem(
                    tokens.get(MAX_TOKENS),
                    "the statement goes on after " + MAX_TOKENS
                            + " words and signs; split it, chaining the parts by insert into"));
            return false;
        }
        int depth = 0;
        for (Token token : tokens) {
            String text = token.getText();
            if (text.length() == 1) {
                depth += "([{".contains(text) ? 1 : ")]}".contains(text) ? -1 : 0;
            }
            if (depth > MAX_DEPTH) {
                problems.add(statement.problem(token, "brackets are nested deeper than " + MAX_DEPTH + " levels"));
                return false;
            }
        }
        return true;
    }
}
