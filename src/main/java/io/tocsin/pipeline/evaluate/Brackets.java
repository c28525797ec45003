package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Brackets that do not match: to the parser another word is the first that does not fit, often far from the bracket. */
final class Brackets {
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private Brackets() {}

    /** The problem of a statement's brackets, or null where they match. */
    static @Nullable Problem problem(EplStatement statement) {
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : statement.tokens()) {
            String text = token.getText();
            if (text.length() != 1) {
                continue;
            }
            if (OPENING.contains(text)) {
                open.push(token);
            } else if (CLOSING.contains(text)) {
                Token opening = open.poll();
                if (opening == null) {
                    return statement.problem(token, "this '" + text + "' closes nothing; remove it");
                }
                String expected = String.valueOf(CLOSING.charAt(OPENING.indexOf(opening.getText())));
                if (!text.equals(expected)) {
                    return statement.problem(
                            token,
                            "expected '" + expected + "', which closes the '" + opening.getText() + "' of line "
                                    + opening.getLine() + ", found '" + text + "'");
                }
            }
        }
        Token left = open.poll();
        return left == null
                ? null
                : statement.problem(
                        left,
                        "this '" + left.getText() + "' is not closed; add '"
                                + CLOSING.charAt(OPENING.indexOf(left.getText())) + "' where it should end");
    }
}
