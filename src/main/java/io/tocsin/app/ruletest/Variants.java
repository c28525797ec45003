package io.tocsin.app.ruletest;

import io.tocsin.config.Nearest;
import io.tocsin.config.Position;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rules of a folder with a test's own values of variables. Each set of values is compiled once. Not thread-safe. */
final class Variants {
    private final RuleSet rules;
    private final Settings settings;
    private final Map<Map<String, Object>, RuleSet> compiled = new HashMap<>();

    /** @param rules what the folder is with these settings */
    Variants(RuleSet rules, Settings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    /** The settings with the test's values in them, or null where these do not fit. */
    @Nullable
    Settings settings(Path file, RuleTest test, List<Problem> problems) {
        Map<String, Object> known = settings.rules().variables();
        Map<String, Object> merged = new HashMap<>(known);
        boolean fits = true;
        for (Map.Entry<String, Object> own : test.variables().entrySet()) {
            String fault = fault(own.getKey(), own.getValue(), known);
            if (fault != null) {
                fits = false;
                problems.add(problem(file, test.place(), "variables: '" + own.getKey() + "' " + fault));
            }
            merged.put(own.getKey(), own.getValue());
        }
        return fits ? settings.withVariables(merged) : null;
    }

    private static @Nullable String fault(String name, Object value, Map<String, Object> known) {
        Object usual = known.get(name);
        if (usual == null) {
            return "is no variable of rules.variables in the settings" + Nearest.hint(name, known.keySet());
        }
        return kind(value).equals(kind(usual))
                ? null
                : "is " + kind(value) + " here, but the settings have " + kind(usual) + "; give such a one";
    }

    private static String kind(Object value) {
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof Boolean ? "true or false" : "a text";
    }

    /** The rules with these settings, or null where they are refused. */
    @Nullable
    RuleSet rules(Path file, RuleTest test, Settings own, List<Problem> problems) throws InterruptedException {
        if (rules.isSameWith(own)) {
            return rules;
        }
        Map<String, Object> values = own.rules().variables();
        RuleSet known = compiled.get(values);
        if (known != null) {
            return known;
        }
        try {
            RuleSet made = new RuleCompiler(own)
                    .compile(rules.files(), UnaryOperator.identity())
                    .oneEngineAtATime();
            compiled.put(values, made);
            return made;
        } catch (RuleException e) {
            problems.add(problem(
                    file,
                    test.place(),
                    "variables: with these the rules are refused: "
                            + e.problems().get(0)));
            return null;
        }
    }

    private static Problem problem(Path file, Position place, String message) {
        return new Problem(file.toString(), place.line(), place.column(), message);
    }
}
