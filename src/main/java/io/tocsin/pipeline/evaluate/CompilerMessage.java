package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Nearest;
import io.tocsin.config.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Esper's compiler messages, placed at the word they speak of and without the statement they repeat. */
final class CompilerMessage {
    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
    private static final Pattern UNKNOWN = Pattern.compile("Property named '([^']+)' is not valid");
    private static final Pattern POSITION = Pattern.compile("\\s*at line (\\d+) column (\\d+)");

    /** Esper's guess leaves no word too far away. */
    private static final Pattern ESPERS_HINT = Pattern.compile(" \\(did you mean '[^']*'\\?\\)");

    /** To Esper the exact functions are plug-ins under names in ticks; users wrote avg(...). */
    private static final String EXACT_PREFIX = "Plug-in aggregation function '(avg|sum|stddev)' failed validation: ";

    private static final String EXACT_TICKS = "`(avg|sum|stddev)`";

    private CompilerMessage() {}

    /** A problem of a statement that parses. */
    static Problem problem(EplStatement statement, @Nullable String message) {
        String clean = withoutStatement(message);
        Matcher unknown = UNKNOWN.matcher(clean);
        if (unknown.find()) {
            String name = unknown.group(1);
            clean += Nearest.hint(name, EsperConfiguration.METRIC_COLUMNS);
            return statement.problem(lastPart(name), clean);
        }
        return statement.problem(word(statement, clean), clean);
    }

    /** A problem of a statement that does not parse; Esper says where, relative to the statement. */
    static Problem syntax(EplStatement statement, @Nullable String message) {
        String clean = withoutStatement(message);
        Matcher m = POSITION.matcher(clean);
        if (!m.find()) {
            return statement.problem(word(statement, clean), clean);
        }
        int line = Integer.parseInt(m.group(1));
        int column = Integer.parseInt(m.group(2));
        return statement.problem(line, column, POSITION.matcher(clean).replaceAll(""));
    }

    /** The last quoted word that the statement holds: the most precise one. */
    private static String word(EplStatement statement, String message) {
        String found = "";
        Matcher m = QUOTED.matcher(message);
        while (m.find()) {
            String word = lastPart(m.group(1));
            if (statement.tokens().stream()
                    .anyMatch(t -> EplStatement.unquoted(t).equals(word))) {
                found = word;
            }
        }
        return found;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String withoutStatement(@Nullable String message) {
        if (message == null) {
            return "does not compile, and the compiler does not say why";
        }
        int bracket = message.lastIndexOf(" [");
        String cut = bracket > 0 && message.endsWith("]") ? message.substring(0, bracket) : message;
        return ESPERS_HINT
                .matcher(cut.strip().replaceAll("\\s+", " "))
                .replaceAll("")
                .replace("near end-of-input ", "")
                // Esper says so of any statement of several lines that ends too early
                .replace("Unrecognized control characters found in text", "Incorrect syntax or unexpected end")
                .replace("Error starting statement: ", "")
                .replaceAll(EXACT_PREFIX, "")
                .replaceAll(EXACT_TICKS, "$1");
    }
}
