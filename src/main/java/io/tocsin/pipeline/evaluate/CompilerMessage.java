package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Nearest;
import io.tocsin.config.Problem;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Esper's compiler messages, placed at the word they speak of, without the statement they repeat, and in plain words where
 * Esper's are those of its makers.
 */
final class CompilerMessage {
    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern POSITION = Pattern.compile("\\s*at line (\\d+) column (\\d+)");

    /** What Esper was doing when it failed, and the expression as it writes it. */
    private static final Pattern WHERE =
            Pattern.compile("^(?:Failed to (?:validate|process) .*?(?:'(.*)'|declaration|expression|annotations): )+");

    /** Esper's guess leaves no word too far away. */
    private static final Pattern ESPERS_HINT = Pattern.compile(" \\(did you mean '[^']*'\\?\\)");

    /** To Esper the exact functions are plug-ins under names in ticks; users wrote avg(...). */
    private static final String EXACT_PREFIX = "Plug-in aggregation function '(avg|sum|stddev)' failed validation: ";

    private static final String EXACT_TICKS = "`(avg|sum|stddev)`";

    /** Users wrote max(...). */
    private static final String EXTREMES = "\\btocsin_(max|min)\\b";

    private static final Pattern UNKNOWN_COLUMN =
            Pattern.compile("Property named '([^']+)' is not valid in (any stream|stream '([^']+)')");
    private static final Pattern UNKNOWN_STREAM =
            Pattern.compile("Failed to resolve event type, named window or table by name '([^']+)'");
    private static final Pattern UNKNOWN_VIEW = Pattern.compile("View name '([^']+)' is not a known view name");
    private static final Pattern UNKNOWN_ATTRIBUTE =
            Pattern.compile("Annotation '(\\w+)' does not have an attribute '([^']+)'");

    private static final List<String> VIEWS = List.of(
            "time",
            "time_batch",
            "ext_timed",
            "ext_timed_batch",
            "length",
            "length_batch",
            "unique",
            "lastevent",
            "firstunique",
            "keepall",
            "groupwin",
            "timetolive",
            "sort",
            "rank");
    private static final List<String> ANNOTATIONS =
            List.of("Name", "Alert", "Resolve", "Publish", "Priority", "Drop", "Hint", "Description", "Tag");
    private static final List<String> ATTRIBUTES =
            List.of("severity", "summary", "key", "resolveAfter", "repeat", "each", "absence");

    private static final Pattern UNKNOWN_ANNOTATION =
            Pattern.compile("Could not load annotation class by name '([^']+)'");

    private record Plain(Pattern esper, String words) {}

    private static final List<Plain> PLAIN = List.of(
            plain(
                    "Implicit conversion from datatype '(\\w+)' to numeric is not allowed",
                    "a $1 and a number do not go together"),
            plain(
                    "Implicit conversion from datatype '(\\w+)' to '(\\w+)' is not allowed",
                    "a $1 and a $2 do not go together"),
            plain(
                    "Unknown single-row function, .* property named '([^']+)' could not be resolved",
                    "there is no function '$1'"),
            plain(
                    "Could not find static method named 'concat' in class .* expected parameter type\\(s\\) '([^']*)'.*",
                    "'||' and 'concat' take texts, not ($1); cast to text, as in cast(metric, string)"),
            plain(
                    "Could not find static method named 'matches' in class .* expected parameter type\\(s\\) '([^,']*).*",
                    "'regexp' takes a text, not a $1; cast to text, as in cast(metric, string)"),
            plain(
                    "Could not find static method named '([^']+)' in class 'io\\.tocsin\\..* expected parameter type\\(s\\) '([^']*)'.*",
                    "'$1' does not take ($2); docs/rules.md shows how it is called"),
            plain(
                    "Could not find static method named '([^']+)' in class 'io\\.tocsin\\..*",
                    "'$1' takes something; docs/rules.md shows how it is called"),
            plain("Annotation '(\\w+)' requires a value for attribute '(\\w+)'", "@$1 needs '$2'"),
            plain(
                    "Annotation '(\\w+)' requires a (\\w+)-typed value for attribute '(\\w+)' but received a (\\w+)-typed value",
                    "@$1 needs '$3' as $2, this is $4"),
            plain(
                    "Unexpected exception creating named window '([^']+)': Event type '[^']+' has already been added.*",
                    "the name '$1' is taken by a window or schema before"),
            plain(
                    "Event type named '([^']+)' has already been declared.*",
                    "the name '$1' is taken by a window or schema before"),
            plain("Inlined-class compilation has been disabled by configuration", "rules cannot hold classes"),
            plain(
                    "The variable by name '([^']+)' is ambiguous to a property of the same name",
                    "'$1' is both a column and a variable of the settings; give the variable another name"),
            plain("Column name '([^']+)' appears more then once in select clause", "the column '$1' is selected twice"),
            plain("Context by name '([^']+)' could not be found", "there is no context '$1'"),
            plain("Incorrect syntax near '(--|#)'(.*)", "unexpected '$1'; comments are // and /* */"),
            plain("Incorrect syntax near", "unexpected"),
            plain("Incorrect syntax expecting", "incomplete: expecting"),
            plain("Unexpected end-of-input", "unexpected end of the statement"),
            plain("end-of-input", "the end of the statement"),
            plain("\\(a reserved keyword\\)", "(a word of EPL)"),
            plain("near reserved keyword", "near the word"));

    private static Plain plain(String esper, String words) {
        return new Plain(Pattern.compile(esper), words);
    }

    private CompilerMessage() {}

    /**
     * A problem of a statement that parses.
     *
     * @param streams what there is to select from
     */
    static Problem problem(EplStatement statement, @Nullable String message, Collection<String> streams) {
        String full = withoutStatement(message);
        Matcher where = WHERE.matcher(full);
        boolean found = where.find();
        String clean = found ? full.substring(where.end()) : full;
        Matcher column = UNKNOWN_COLUMN.matcher(clean);
        String word = column.find() ? lastPart(column.group(1)) : word(statement, clean);
        if (word.isEmpty() && found && where.group(1) != null) {
            word = firstWord(statement, where.group(1));
        }
        return statement.problem(word, inPlainWords(clean, streams));
    }

    private static String inPlainWords(String message, Collection<String> streams) {
        Matcher column = UNKNOWN_COLUMN.matcher(message);
        if (column.find()) {
            String name = column.group(1);
            String stream = column.group(3) == null ? "" : " of '" + column.group(3) + "'";
            return EsperConfiguration.METRIC_COLUMNS.contains(name) && stream.isEmpty()
                    ? "'" + name + "' alone is no column here; say of which stream or pattern tag, such as a." + name
                    : "'" + name + "' is no column" + stream + Nearest.hint(name, EsperConfiguration.METRIC_COLUMNS);
        }
        Matcher stream = UNKNOWN_STREAM.matcher(message);
        if (stream.find()) {
            String name = stream.group(1);
            return "there is no event, window or table '" + name + "'" + Nearest.hint(name, streams);
        }
        Matcher view = UNKNOWN_VIEW.matcher(message);
        if (view.find()) {
            return "there is no window '#" + view.group(1) + "'" + Nearest.hint(view.group(1), VIEWS);
        }
        Matcher attribute = UNKNOWN_ATTRIBUTE.matcher(message);
        if (attribute.find()) {
            return "@" + attribute.group(1) + " has no '" + attribute.group(2) + "'"
                    + (attribute.group(1).equals("Alert") ? Nearest.hint(attribute.group(2), ATTRIBUTES) : "");
        }
        Matcher annotation = UNKNOWN_ANNOTATION.matcher(message);
        if (annotation.find()) {
            return "there is no annotation @" + annotation.group(1) + Nearest.hint(annotation.group(1), ANNOTATIONS);
        }
        return plain(message);
    }

    private static String plain(String message) {
        String plain = message;
        for (Plain p : PLAIN) {
            plain = p.esper().matcher(plain).replaceFirst(p.words());
        }
        return plain;
    }

    /** A problem of a statement that does not parse; Esper says where, relative to the statement. */
    static Problem syntax(EplStatement statement, @Nullable String message) {
        String clean = withoutStatement(message);
        Matcher m = POSITION.matcher(clean);
        if (!m.find()) {
            return statement.problem(word(statement, clean), plain(clean));
        }
        int line = Integer.parseInt(m.group(1));
        int column = Integer.parseInt(m.group(2));
        return statement.problem(line, column, plain(POSITION.matcher(clean).replaceAll("")));
    }

    /** The last quoted word that the statement holds: the most precise one. */
    private static String word(EplStatement statement, String message) {
        String found = "";
        Matcher m = QUOTED.matcher(message);
        while (m.find()) {
            String word = lastPart(m.group(1));
            if (holds(statement, word)) {
                found = word;
            }
        }
        return found;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The first word of an expression, as near as Esper's way of writing it leads. */
    private static String firstWord(EplStatement statement, String expression) {
        return WORD.matcher(expression)
                .results()
                .map(r -> r.group())
                .filter(word -> holds(statement, word))
                .findFirst()
                .orElse("");
    }

    private static boolean holds(EplStatement statement, String word) {
        return statement.tokens().stream()
                .anyMatch(t -> EplStatement.unquoted(t).equals(word));
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
                .replace("Unrecognized control characters found in text", "Unexpected end-of-input")
                .replace("Error starting statement: ", "")
                .replaceAll(EXACT_PREFIX, "")
                .replaceAll(EXACT_TICKS, "$1")
                .replaceAll(EXTREMES, "$1");
    }
}
