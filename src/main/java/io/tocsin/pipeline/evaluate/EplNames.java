package io.tocsin.pipeline.evaluate;

import static com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer.CREATE;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The names by which statements hang together, read from the tokens alone. Mentions are taken generously: a column that is
 * called like a window only orders two statements that did not need it.
 *
 * @param creates what the statement makes, or null where it makes nothing
 * @param inserts streams, windows and tables that it inserts into: a stream may exist by that alone
 * @param writes streams, windows, tables and variables whose content the statement changes; columns too, as {@code set} does
 * @param mentions every word of its body
 */
record EplNames(@Nullable String creates, Set<String> inserts, Set<String> writes, Set<String> mentions) {
    private static final Set<String> CREATED =
            Set.of("schema", "window", "table", "context", "variable", "expression", "inlined_class", "dataflow");
    private static final Set<String> WRITING = Set.of("into", "merge", "update", "set");

    static EplNames of(EplStatement statement) {
        List<Token> body = statement.body();
        Set<String> mentions = body.stream().map(EplStatement::unquoted).collect(Collectors.toSet());
        Set<String> inserts = new HashSet<>();
        Set<String> writes = new HashSet<>();
        for (int i = 0; i + 1 < body.size(); i++) {
            String word = word(body, i);
            boolean deletes = word.equals("from") && i > 0 && word(body, i - 1).equals("delete");
            if (!WRITING.contains(word) && !deletes) {
                continue;
            }
            int name = i + 1;
            while (name < body.size() - 1
                    && Set.of("into", "table", "istream", "rstream").contains(word(body, name))) {
                name++;
            }
            String written = EplStatement.unquoted(body.get(name));
            writes.add(written);
            if (word.equals("into")) {
                inserts.add(written);
            }
        }
        return new EplNames(created(body), inserts, writes, mentions);
    }

    private static @Nullable String created(List<Token> body) {
        if (body.isEmpty() || body.get(0).getType() != CREATE) {
            return null;
        }
        for (int i = 1; i + 1 < body.size(); i++) {
            String kind = word(body, i);
            if (kind.equals("index")) {
                return null;
            }
            if (CREATED.contains(kind)) {
                return nameAfter(body, i, kind);
            }
        }
        return null;
    }

    private static String nameAfter(List<Token> body, int kind, String word) {
        int i = kind + 1;
        if (word.equals("variable")) {
            // create variable TYPE NAME [= value]: the type may have dots and brackets
            int end = i;
            while (end < body.size() && !body.get(end).getText().equals("=")) {
                end++;
            }
            i = end - 1;
        } else if (word.equals("expression")) {
            // create expression [TYPE [@type(..)]] NAME { .. } or NAME alias for { .. }
            while (i + 1 < body.size()
                    && !Set.of("{", "alias", "(", "[").contains(body.get(i + 1).getText())) {
                i++;
            }
        }
        return EplStatement.unquoted(body.get(Math.min(i, body.size() - 1)));
    }

    private static String word(List<Token> tokens, int i) {
        return tokens.get(i).getText().toLowerCase(Locale.ROOT);
    }
}
