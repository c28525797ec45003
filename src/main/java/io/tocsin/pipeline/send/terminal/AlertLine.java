package io.tocsin.pipeline.send.terminal;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.SafeText;
import io.tocsin.model.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An alert as one line for people: time, state, severity, rule, host/service and summary, in aligned columns.
 * Everything that comes from a sensor or a rule is escaped by {@link SafeText} and limited in length.
 */
public final class AlertLine {
    private static final int MAX_FIELD = 200;
    private static final int MAX_SUMMARY = 500;
    private static final int TIME = 20;
    private static final int WORD = 8;
    private static final int RULE = 24;
    private static final int SENSOR = 34;
    private static final String GAP = "  ";
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
        return pad(time, TIME)
                + GAP
                + (colour ? colour(alert) + words + RESET : words)
                + GAP
                + pad(SafeText.line(alert.rule(), MAX_FIELD), RULE)
                + GAP
                + pad(sensor(alert), SENSOR)
                + GAP
                + SafeText.line(alert.summary(), MAX_SUMMARY);
    }

    private static String sensor(Alert alert) {
        String host = alert.host() == null ? "-" : SafeText.line(alert.host(), MAX_FIELD);
        return alert.service() == null ? host : host + "/" + SafeText.line(alert.service(), MAX_FIELD);
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
