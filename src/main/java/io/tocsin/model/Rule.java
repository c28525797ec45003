package io.tocsin.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One EPL statement whose rows Tocsin takes.
 *
 * @param name unique over the rule folder
 * @param file where it stands, relative to the rule folder
 * @param line where it begins, from 1
 * @param columns the columns of its rows, in select order
 * @param alert what {@code @Alert} says, or null without it
 * @param resolves the rules that {@code @Resolve} names, often none
 * @param publish the channel that {@code @Publish} names, or null without it
 * @param fingerprint equal in two rule sets exactly when the rule and all it builds on mean the same there; comments and
 *     white space do not count
 */
public record Rule(
        String name,
        String file,
        int line,
        List<String> columns,
        @Nullable AlertSpec alert,
        List<String> resolves,
        @Nullable String publish,
        String fingerprint) {
    /** Names that begin so are Tocsin's own. */
    public static final String RESERVED = "tocsin.";

    /** What becomes of its rows: {@code alert}, {@code resolve}, {@code publish}, at least one. */
    public List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        if (alert != null) {
            kinds.add("alert");
        }
        if (!resolves.isEmpty()) {
            kinds.add("resolve");
        }
        if (publish != null) {
            kinds.add("publish");
        }
        return kinds;
    }

    /** The rule as far as it resolves others: it raises and publishes nothing. */
    public Rule asResolver() {
        return new Rule(name, file, line, columns, null, resolves, null, fingerprint);
    }
}
