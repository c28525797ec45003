package io.tocsin.cli;

import io.tocsin.app.ruletest.Outcome;
import io.tocsin.model.SafeText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What became of tests of rules, for people. */
final class OutcomeText {
    private static final int MAX_NAME = 200;
    private static final int MAX_LINES = 50;
    private static final double NANOS_PER_MS = 1e6;
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";

    private final boolean colour;

    OutcomeText(boolean colour) {
        this.colour = colour;
    }

    String of(Outcome outcome) {
        String title = place(outcome) + ": " + SafeText.line(outcome.name(), MAX_NAME);
        if (outcome.passed()) {
            return colour("ok   ", GREEN) + " " + title + " (" + millis(outcome.took()) + ")\n";
        }
        StringBuilder text = new StringBuilder(colour("FAIL ", RED) + " " + title + "\n");
        int width =
                outcome.lines().stream().mapToInt(l -> l.when().length()).max().orElse(0);
        outcome.lines().stream()
                .limit(MAX_LINES)
                .forEach(line -> text.append("    ").append(line(line, width)).append('\n'));
        if (outcome.lines().size() > MAX_LINES) {
            text.append("    and ").append(outcome.lines().size() - MAX_LINES).append(" more\n");
        }
        outcome.remarks().forEach(remark -> text.append("    ").append(remark).append('\n'));
        return text.toString();
    }

    String summary(List<Outcome> outcomes) {
        long failed = outcomes.stream().filter(o -> !o.passed()).count();
        Duration took = outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
        String words = String.format(Locale.ROOT, "%d tests, %d failed, %s", outcomes.size(), failed, millis(took));
        return colour(words, failed == 0 ? GREEN : RED) + "\n";
    }

    /** Where it stands, as editors and terminals understand it. */
    static String place(Outcome outcome) {
        return outcome.file() + ":" + outcome.line();
    }

    /** What did not go as it should, one line each, without colour. */
    static String differences(Outcome outcome) {
        OutcomeText plain = new OutcomeText(false);
        StringBuilder text = new StringBuilder();
        outcome.lines().stream()
                .filter(line -> line.verdict() != Outcome.Verdict.CAME)
                .forEach(line -> text.append(plain.line(line, 0)).append('\n'));
        outcome.remarks().forEach(remark -> text.append(remark).append('\n'));
        return text.toString();
    }

    private String line(Outcome.Line line, int width) {
        String text = sign(line.verdict()) + " " + line.when()
                + " ".repeat(Math.max(0, width - line.when().length())) + "  " + line.what();
        return line.verdict() == Outcome.Verdict.CAME ? text : colour(text, RED);
    }

    private static char sign(Outcome.Verdict verdict) {
        return switch (verdict) {
            case CAME -> ' ';
            case MISSING -> '-';
            case UNEXPECTED -> '+';
            case FORBIDDEN -> '!';
        };
    }

    private String colour(String text, String code) {
        return colour ? code + text + RESET : text;
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%.1f ms", took.toNanos() / NANOS_PER_MS);
    }
}
