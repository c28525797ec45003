package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Nearest;
import io.tocsin.config.Problem;
import io.tocsin.model.AlertSpec;
import io.tocsin.model.ChannelName;
import io.tocsin.model.Rule;
import io.tocsin.model.SafeText;
import io.tocsin.model.Severity;
import io.tocsin.model.Template;
import io.tocsin.pipeline.evaluate.annotation.Alert;
import io.tocsin.pipeline.evaluate.annotation.Publish;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One statement's {@code @Alert} and {@code @Publish}, checked against its columns. */
final class RuleAnnotations {
    private static final long DEFAULT_RESOLVE_AFTER = 300_000;

    /** Marks a default that {@link #withoutTimer} may take back, once it is known whether a rule resolves this one. */
    private static final long UNSAID = -1;

    private static final int MAX_SHOWN = 80;
    private static final String ALERT = "Alert";
    private static final String PUBLISH = "Publish";
    private static final List<String> SENSOR = List.of("host", "service");
    private static final Set<Class<?>> FLOATING = Set.of(double.class, Double.class, float.class, Float.class);
    private static final Set<Class<?>> WHOLE = Set.of(long.class, Long.class, int.class, Integer.class);

    private final EplStatement statement;
    private final Map<String, Class<?>> columns;
    private final List<Problem> problems;

    RuleAnnotations(EplStatement statement, Map<String, Class<?>> columns, List<Problem> problems) {
        this.statement = statement;
        this.columns = columns;
        this.problems = problems;
    }

    AlertSpec alert(Alert a) {
        Severity severity = severity(a.severity());
        Template summary = summary(a.summary());
        List<String> key = key(a.key());
        long repeat = a.repeat().isEmpty() ? 0 : period("repeat", a.repeat());
        long resolveAfter = a.resolveAfter().isEmpty() ? UNSAID : period("resolveAfter", a.resolveAfter());
        if (a.each() && (!a.repeat().isEmpty() || !a.resolveAfter().isEmpty())) {
            problemOf(ALERT, "each", "each = true makes notices, which are never open: remove repeat and resolveAfter");
        }
        if (a.each() && a.absence()) {
            problemOf(ALERT, "each", "each = true makes notices, which are never open: remove each or absence");
        }
        if (a.absence() && !a.resolveAfter().isEmpty()) {
            problemOf(
                    ALERT,
                    "resolveAfter",
                    "an alert of absence resolves when its sensor reports again, never by a timer: remove resolveAfter");
        }
        if (a.absence() && !columns.containsKey("host")) {
            problemOf(
                    ALERT,
                    "absence",
                    "absence = true needs the column 'host', to know whose return resolves the alert");
        }
        if (a.each() || a.absence()) {
            resolveAfter = 0;
        }
        return new AlertSpec(severity, summary, key, resolveAfter, repeat, a.each(), a.absence());
    }

    /** A rule that another resolves has no timer unless it says so. */
    static Rule withoutTimer(Rule rule, Collection<Rule> all) {
        AlertSpec a = rule.alert();
        if (a == null || a.resolveAfter() != UNSAID) {
            return rule;
        }
        boolean resolved = all.stream().anyMatch(r -> r.resolves().contains(rule.name()));
        AlertSpec settled = new AlertSpec(
                a.severity(),
                a.summary(),
                a.key(),
                resolved ? 0 : DEFAULT_RESOLVE_AFTER,
                a.repeat(),
                a.each(),
                a.absence());
        return new Rule(
                rule.name(),
                rule.file(),
                rule.line(),
                rule.columns(),
                settled,
                rule.resolves(),
                rule.publish(),
                rule.fingerprint());
    }

    /** @param taken why rules may not publish to a channel, or null */
    String publish(Publish p, Function<String, @Nullable String> taken) {
        String reason = taken.apply(p.value());
        if (reason != null) {
            problemOf(PUBLISH, p.value(), "@Publish to '" + p.value() + "', " + reason);
        }
        ChannelName.problem(p.value())
                .ifPresent(problem -> problemOf(
                        PUBLISH,
                        p.value(),
                        "'" + SafeText.line(p.value(), MAX_SHOWN) + "' is no channel name, as it " + problem
                                + "; use words separated by dots"));
        for (String column : List.of("host", "service", "metric", "time")) {
            if (!columns.containsKey(column)) {
                problem("select", "@Publish needs the column '" + column + "'; add it to the select clause");
            }
        }
        type("host", Set.of(String.class), "a string");
        type("service", Set.of(String.class), "a string");
        type("time", WHOLE, "epoch ms, a long");
        type("metric", Stream.concat(FLOATING.stream(), WHOLE.stream()).toList(), "a number");
        return p.value();
    }

    private void type(String column, Collection<Class<?>> wanted, String what) {
        Class<?> type = columns.get(column);
        if (type != null && !wanted.contains(type)) {
            problem(column, "@Publish needs '" + column + "' as " + what + ", it is " + type.getSimpleName());
        }
    }

    private Severity severity(String word) {
        List<String> words =
                Arrays.stream(Severity.values()).map(Severity::word).toList();
        if (words.contains(word)) {
            return Severity.of(word);
        }
        problemOf(
                ALERT,
                word,
                "severity '" + word + "' is none of " + String.join(", ", words) + Nearest.hint(word, words));
        return Severity.INFO;
    }

    private Template summary(String source) {
        try {
            Template template = Template.parse(source);
            template.columns().stream()
                    .distinct()
                    .filter(c -> !columns.containsKey(c))
                    .forEach(c -> problemOf(
                            ALERT,
                            source,
                            "the summary names '" + c + "', which the rule does not select"
                                    + Nearest.hint(c, columns.keySet())));
            return template;
        } catch (IllegalArgumentException e) {
            problemOf(ALERT, source, "the summary: " + e.getMessage());
            return Template.parse("");
        }
    }

    private List<String> key(String text) {
        if (text.isBlank()) {
            return SENSOR.stream().filter(columns::containsKey).toList();
        }
        List<String> key = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        for (String column : key) {
            Class<?> type = columns.get(column);
            if (type == null && !columns.containsKey(column)) {
                problemOf(
                        ALERT,
                        text,
                        "the key names '" + column + "', which the rule does not select"
                                + Nearest.hint(column, columns.keySet()));
            } else if (type != null && FLOATING.contains(type)) {
                problemOf(
                        ALERT,
                        text,
                        "the key column '" + column
                                + "' is a double, whose last bits may differ in a replay; take text or whole numbers");
            }
        }
        return key;
    }

    private long period(String attribute, String text) {
        try {
            return TimePeriod.parse(text);
        } catch (IllegalArgumentException e) {
            problemOf(ALERT, text, attribute + ": " + e.getMessage());
            return 1;
        }
    }

    private void problemOf(String annotation, String word, String message) {
        problems.add(statement.problemIn(annotation, word, message));
    }

    private void problem(String word, String message) {
        problems.add(statement.problem(word, message));
    }
}
