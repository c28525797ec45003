package io.tocsin.pipeline.send.terminal;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.SafeText;
import io.tocsin.model.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An alert as one line for people: time, state, severity and summary in aligned columns, then in brackets the rule, and
 * host and service as far as the summary does not name them. What matters so stands in the first columns of a terminal.
 * Everything that comes from a sensor or a rule is escaped by {@link SafeText} and limited in length.
 */
public final class AlertLine {
    private static final int MAX_FIELD = 200;
    private static final int MAX_SUMMARY = 500;
    private static final int TIME = 20;
    private static final int WORD = 8;

    /** What may stand in a summary by chance: short names and numbers. */
    private static final Pattern UNTELLING = Pattern.compile(".{0,3}|[^\\p{L}]*");

    private static final String WORD_CHARACTER = "[\\p{L}\\p{N}]";

    private static final String GAP = "  ";
    private static final String DIM = "\u001b[2m";
    private static final String RESET = "\u001b[0m";

    private AlertLine() {}

    /**
     * The line, without an end.
     *
     * @param colour whether state and severity are coloured by ANSI sequences
     */
    public static String format(Alert alert, boolean colour) {
        String words =
                pad(alert.state().name(), WORD) + GAP + pad(alert.severity().name(), WORD);
        String time = Instant.ofEpochMilli(alert.time())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String summary = SafeText.line(alert.summary(), MAX_SUMMARY);
        String origin = "[" + SafeText.line(alert.rule(), MAX_FIELD) + unsaid(alert, summary) + "]";
        return pad(time, TIME)
                + GAP
                + (colour ? colour(alert) + words + RESET : words)
                + GAP
                + summary
                + GAP
                + (colour ? DIM + origin + RESET : origin);
    }

    /** Host and service, as far as the summary does not name them. */
    private static String unsaid(Alert alert, String summary) {
        StringBuilder names = new StringBuilder();
        for (String name : Arrays.asList(alert.host(), alert.service())) {
            String text = name == null ? "" : SafeText.line(name, MAX_FIELD);
            if (name != null && !says(summary, text)) {
                names.append(names.isEmpty() ? " " : "/").append(text);
            }
        }
        return names.toString();
    }

    private static boolean says(String summary, String name) {
        return !UNTELLING.matcher(name).matches()
                && Pattern.compile("(?<!" + WORD_CHARACTER + ")" + Pattern.quote(name) + "(?!" + WORD_CHARACTER + ")")
                        .matcher(summary)
                        .find();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }

    private static String colour(Alert alert) {
        if (alert.state() == AlertState.RESOLVED) {
            return sgr("32");
        }
        return alert.severity() == Severity.CRITICAL
                ? sgr("1;31")
                : alert.severity() == Severity.WARNING ? sgr("33") : sgr("36");
    }

    private static String sgr(String code) {
        return "\u001b[" + code + "m";
    }
}
