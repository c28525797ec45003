package io.tocsin.pipeline.evaluate;

import static com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer.ATCHAR;
import static com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer.LPAREN;
import static com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer.RPAREN;

import com.espertech.esper.common.internal.util.StringValue;
import io.tocsin.config.Problem;
import io.tocsin.model.SafeText;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * One statement of a rule file.
 *
 * @param file the file's path in the folder
 * @param shown the file's path as problems show it
 * @param text from its first token to its last, annotations included
 * @param tokens what the lexer sees, without comments and white space; never empty; positions are those of the file, columns
 *     counted in code points
 * @param readable whether the lexer could read all of it; where not, it has said so
 */
record EplStatement(String file, String shown, String text, List<Token> tokens, boolean readable) {
    private static final int MAX_MESSAGE = 1000;

    Token first() {
        return tokens.get(0);
    }

    /** The tokens after the annotations; empty only where nothing but annotations stands. */
    List<Token> body() {
        int i = 0;
        while (i < tokens.size() && tokens.get(i).getType() == ATCHAR) {
            i = annotationEnd(i);
        }
        return tokens.subList(i, tokens.size());
    }

    private int annotationEnd(int at) {
        int i = at + 2;
        while (i + 1 < tokens.size() && tokens.get(i).getText().equals(".")) {
            i += 2;
        }
        if (i >= tokens.size() || tokens.get(i).getType() != LPAREN) {
            return Math.min(i, tokens.size());
        }
        int depth = 0;
        for (; i < tokens.size(); i++) {
            int type = tokens.get(i).getType();
            depth += type == LPAREN ? 1 : type == RPAREN ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return i;
    }

    /** What its rows depend on: its words without annotations, comments and white space. */
    String meaning() {
        return body().stream().map(Token::getText).collect(Collectors.joining(" "));
    }

    Problem problem(Token at, String message) {
        return new Problem(shown, at.getLine(), at.getCharPositionInLine() + 1, shown(message));
    }

    /** A problem at a position that Esper gives relative to the text: line from 1, column from 0. */
    Problem problem(int line, int column, String message) {
        Token first = first();
        int start = line == 1 ? first.getCharPositionInLine() : 0;
        return new Problem(shown, first.getLine() + line - 1, start + column + 1, shown(message));
    }

    /** What a message quotes of the file may be anything. */
    private static String shown(String message) {
        return SafeText.line(message, MAX_MESSAGE);
    }

    /**
     * A problem at a word: at its first occurrence behind the annotations, else in them; without one at the beginning of
     * the body.
     */
    Problem problem(String word, String message) {
        List<Token> body = body();
        for (List<Token> part : List.of(body, tokens)) {
            for (Token token : part) {
                if (unquoted(token).equals(word)) {
                    return problem(token, message);
                }
            }
        }
        return problem(body.isEmpty() ? first() : body.get(0), message);
    }

    /** A problem at a word within an annotation: at the word, else at the annotation's name. */
    Problem problemIn(String annotation, String word, String message) {
        Token name = null;
        int i = 0;
        while (i + 1 < tokens.size() && tokens.get(i).getType() == ATCHAR) {
            int end = annotationEnd(i);
            if (tokens.get(i + 1).getText().equals(annotation)) {
                for (Token token : tokens.subList(i + 2, end)) {
                    if (unquoted(token).equals(word)) {
                        return problem(token, message);
                    }
                }
                name = tokens.get(i + 1);
            }
            i = end;
        }
        return name == null ? problem(word, message) : problem(name, message);
    }

    /** A token's text without ticks or quotes, and of what is in quotes what Esper reads. */
    static String unquoted(Token token) {
        String text = token.getText();
        boolean quoted = text.length() >= 2
                && "`'\"".indexOf(text.charAt(0)) >= 0
                && text.charAt(text.length() - 1) == text.charAt(0);
        if (!quoted) {
            return text;
        }
        return text.charAt(0) == '`' ? text.substring(1, text.length() - 1) : StringValue.parseString(text);
    }
}
