package io.tocsin.cli;

import io.tocsin.app.Explanation;
import io.tocsin.app.FoundAlert;
import io.tocsin.app.ReplayStep;
import io.tocsin.model.Alert;
import io.tocsin.model.SafeText;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.evaluate.RuleTexts;
import io.tocsin.pipeline.send.terminal.AlertLine;
import java.util.List;
import java.util.Locale;

/** What led to an alert, for people. */
final class ExplanationText {
    private static final int MAX_NAME = 200;
    private static final int MAX_LINE = 1000;
    private static final String INDENT = "    ";

    private ExplanationText() {}

    /** Its ids, its rule and its state, on one line without an end. */
    static String ids(Alert change) {
        return "id " + change.id() + "  alert " + change.alert() + "  "
                + change.state().word() + " of "
                + SafeText.line(change.rule(), MAX_NAME);
    }

    /** The alert and its rule, which are known before anything is replayed. */
    static String alert(FoundAlert found, Explanation.RuleThen rule, boolean colour) {
        Alert change = found.change();
        StringBuilder text = new StringBuilder("alert " + change.alert() + ", change " + change.id() + ":\n");
        for (Alert each : found.changes()) {
            text.append(each.id().equals(change.id()) ? "  > " : INDENT)
                    .append(AlertLine.format(each, colour))
                    .append("  #")
                    .append(each.sequence())
                    .append('\n');
        }
        text.append("\nrule ").append(SafeText.line(change.rule(), MAX_NAME));
        if (rule.after() != null) {
            text.append(rule.known() ? ", as it was in effect from message " : ", as the journal has it from message ")
                    .append(rule.after() + 1)
                    .append(rule.known() ? " on" : " on, and nothing of before");
        }
        text.append("; ").append(today(rule)).append('\n');
        for (RuleTexts.Part part : rule.parts()) {
            text.append("  ")
                    .append(role(part))
                    .append(SafeText.line(part.file(), MAX_NAME))
                    .append(':')
                    .append(part.line())
                    .append('\n');
            part.text().lines().forEach(line -> text.append(INDENT)
                    .append(SafeText.line(line.replace("\t", INDENT), MAX_LINE))
                    .append('\n'));
        }
        return text.toString();
    }

    private static String today(Explanation.RuleThen rule) {
        String then = rule.after() == null ? "as it is today" : "today it is the same";
        return switch (rule.today()) {
            case SAME -> then;
            case DIFFERENT -> "today it, or what it hangs together with, reads otherwise";
            case GONE -> "today there is no such rule";
            case UNKNOWN -> "today's rules cannot be read";
        };
    }

    private static String role(RuleTexts.Part part) {
        return switch (part.role()) {
            case RULE -> "";
            case RESOLVES -> "resolved by ";
            case FEEDS -> "builds on ";
        };
    }

    /** What the replay gave. */
    static String events(Explanation e, boolean colour) {
        StringBuilder text = new StringBuilder("\nevents of " + SafeText.line(e.sensors(), MAX_NAME));
        List<ReplayStep> steps = e.steps();
        text.append(String.format(Locale.ROOT, ": %,d", e.seen()));
        if (!steps.isEmpty()) {
            text.append(", from ").append(UtcTime.format(e.since())).append(" on; the last steps:");
        }
        text.append('\n');
        steps.forEach(step -> text.append(StepText.of(step, colour)));
        return text.append('\n').append(source(e)).append('\n').toString();
    }

    private static String source(Explanation e) {
        if (e.isGone()) {
            return "what led to it can no longer be told: " + e.source() + " begins with message " + e.logBegins();
        }
        String read =
                "replayed messages " + e.stretch().warm() + " to " + e.stretch().to() + " of " + e.source()
                        + (e.isCut()
                                ? ", which begins with message " + e.logBegins() + ": what came before had its say too"
                                : "");
        return read
                + (e.again()
                        ? "; the change came again, with the same id"
                        : "; the change did NOT come again, so that something it hangs on lies before: try --from");
    }
}
