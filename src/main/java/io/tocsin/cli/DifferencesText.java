package io.tocsin.cli;

import io.tocsin.app.Differences;
import io.tocsin.app.Differences.Counts;
import io.tocsin.app.Differences.Difference;
import io.tocsin.app.Differences.Kind;
import io.tocsin.config.Durations;
import io.tocsin.model.Alert;
import io.tocsin.model.Json;
import io.tocsin.model.SafeText;
import io.tocsin.model.UtcTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two rule sets gave differently, for people: by rule. */
final class DifferencesText {
    private static final int MAX_NAME = 128;
    private static final int MAX_SUMMARY = 300;
    private static final String RESET = "\u001b[0m";

    private final boolean colour;
    private final int limit;

    /** @param limit how many differences of each rule are shown */
    DifferencesText(boolean colour, int limit) {
        this.colour = colour;
        this.limit = limit;
    }

    String of(Differences differences) {
        Map<String, List<Difference>> byRule = new TreeMap<>();
        differences.all().forEach(d -> byRule.computeIfAbsent(d.alert().rule(), r -> new ArrayList<>())
                .add(d));
        StringBuilder text = new StringBuilder();
        byRule.forEach((rule, found) -> rule(text, rule, differences.counts().get(rule), found));
        if (differences.notKept() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%,d more changes differ: too many to tell them apart; compare a shorter stretch\n",
                    differences.notKept()));
        }
        return text.append(summary(differences, byRule)).toString();
    }

    private static String summary(Differences differences, Map<String, List<Difference>> byRule) {
        long found = byRule.values().stream().mapToLong(List::size).sum() + differences.notKept();
        return String.format(
                Locale.ROOT,
                "%,d messages, %d alert rules: %s%n",
                differences.messages(),
                differences.counts().size(),
                found == 0
                        ? "no difference"
                        : String.format(Locale.ROOT, "%,d differences in %d", found, byRule.size()));
    }

    private void rule(StringBuilder text, String rule, @Nullable Counts counts, List<Difference> found) {
        text.append(SafeText.line(rule, MAX_NAME)).append(": ").append(kinds(found));
        if (counts != null) {
            text.append(String.format(Locale.ROOT, "; %,d changes before, %,d after", counts.before(), counts.after()));
        }
        text.append('\n');
        found.stream()
                .limit(limit)
                .forEach(d -> text.append("  ").append(line(d)).append('\n'));
        if (found.size() > limit) {
            text.append("  and ").append(found.size() - limit).append(" more\n");
        }
        text.append('\n');
    }

    private static String kinds(List<Difference> found) {
        Map<Kind, Long> counts =
                found.stream().collect(Collectors.groupingBy(Difference::kind, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%,d %s", e.getValue(), verb(e.getKey(), e.getValue() == 1)))
                .collect(Collectors.joining(", "));
    }

    private static String verb(Kind kind, boolean one) {
        String verb = kind.name().toLowerCase(Locale.ROOT);
        return one ? verb : verb.substring(0, verb.length() - 1);
    }

    private String line(Difference d) {
        Alert before = d.before();
        Alert after = d.after();
        if (before == null || after == null) {
            Alert one = d.alert();
            String text = (before == null ? "+ " : "- ") + UtcTime.format(one.time()) + "  " + change(one);
            return colour(text, before == null ? "32" : "31");
        }
        if (d.kind() == Kind.MOVES) {
            long by = after.time() - before.time();
            return colour(
                    "> " + UtcTime.format(after.time()) + "  " + change(after) + ", "
                            + Durations.words(Duration.ofMillis(Math.abs(by))) + (by > 0 ? " later" : " earlier"),
                    "33");
        }
        return colour("~ " + UtcTime.format(after.time()) + "  " + change(after) + ", was " + was(before, after), "33");
    }

    /** Of the old change what the new one has otherwise. */
    private static String was(Alert before, Alert after) {
        List<String> parts = new ArrayList<>();
        if (before.severity() != after.severity()) {
            parts.add(before.severity().word());
        }
        if (before.count() != after.count()) {
            parts.add("count " + before.count());
        }
        if (!before.summary().equals(after.summary())) {
            parts.add('"' + SafeText.line(before.summary(), MAX_SUMMARY) + '"');
        }
        return parts.isEmpty() ? SafeText.line(Json.object(before.values()), MAX_SUMMARY) : String.join(" ", parts);
    }

    private static String change(Alert alert) {
        String sensor =
                (alert.host() == null ? "" : alert.host()) + (alert.service() == null ? "" : "/" + alert.service());
        return String.format(Locale.ROOT, "%-8s  ", alert.state().word())
                + SafeText.line(sensor, MAX_SUMMARY)
                + (sensor.isEmpty() ? "" : "  ")
                + details(alert);
    }

    private static String details(Alert alert) {
        return alert.severity().word() + " count " + alert.count() + " \"" + SafeText.line(alert.summary(), MAX_SUMMARY)
                + '"';
    }

    private String colour(String text, String code) {
        return colour ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
