package io.tocsin.pipeline.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** The services that a stream's filter names, read from the tokens alone. */
final class StreamServices {
    /** What may follow a value that is not part of a longer expression. */
    private static final Set<String> END = Set.of(",", ")", "and", "or");

    private StreamServices() {}

    /**
     * Of {@code Metric(service = 'A', ..)} and {@code Metric(service in ('A', 'B'), ..)} the services; none where the filter
     * lets other services pass too, or says it in another way.
     *
     * @param at the token behind the stream's name
     */
    static List<String> at(List<Token> body, int at) {
        if (!word(body, at).equals("(")) {
            return List.of();
        }
        int depth = 0;
        for (int i = at; i < body.size(); i++) {
            depth += depth(body, i);
            if (depth == 0) {
                return List.of();
            }
            // Conditions side by side are all to hold, so that one is enough; within brackets, or after an or, it is
            // not.
            boolean begins = depth == 1
                    && (word(body, i).equals("(")
                            || word(body, i).equals(",")
                            || word(body, i).equals("and"));
            if (begins && word(body, i + 1).equals("service")) {
                List<String> named = named(body, i + 2);
                if (!named.isEmpty()) {
                    return alternatives(body, at) ? List.of() : named;
                }
            }
        }
        return List.of();
    }

    /** Whether an or stands between the filter's brackets, outside of others. */
    private static boolean alternatives(List<Token> body, int at) {
        int depth = 0;
        for (int i = at; i < body.size(); i++) {
            depth += depth(body, i);
            if (depth == 0) {
                return false;
            }
            if (depth == 1 && word(body, i).equals("or")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> named(List<Token> body, int at) {
        List<String> named = new ArrayList<>();
        if (word(body, at).equals("=") && END.contains(word(body, at + 2))) {
            add(body, at + 1, named);
        } else if (word(body, at).equals("in") && word(body, at + 1).equals("(")) {
            for (int i = at + 2; i < body.size() && !word(body, i).equals(")"); i++) {
                if (!word(body, i).equals(",") && !add(body, i, named)) {
                    return List.of();
                }
            }
        }
        return named;
    }

    /** Adds what a text stands for; answers false for what is no text. */
    private static boolean add(List<Token> body, int at, List<String> named) {
        if (at >= body.size()) {
            return false;
        }
        String text = EplStatement.unquoted(body.get(at));
        boolean quoted = text.length() < body.get(at).getText().length();
        if (quoted) {
            named.add(text);
        }
        return quoted;
    }

    private static int depth(List<Token> body, int i) {
        String word = word(body, i);
        return word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
    }

    private static String word(List<Token> body, int i) {
        return i < body.size() ? body.get(i).getText().toLowerCase(Locale.ROOT) : "";
    }
}
