package io.tocsin.cli;

import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.model.AlertSpec;
import io.tocsin.model.Json;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.Lookback;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.horizon.Need;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found, for programs.
 *
 * @param problems what keeps the rules from running
 * @param warnings what runs and cannot be rebuilt
 * @param rules one entry a statement, empty where there are problems
 * @param horizon how much of the log is read at a start, ms; 0 where there are problems
 */
record CheckReport(
        List<Problem> problems, List<Problem> warnings, List<Map<String, @Nullable Object>> rules, long horizon) {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    static CheckReport refused(List<Problem> problems) {
        return new CheckReport(problems, List.of(), List.of(), 0);
    }

    static CheckReport of(RuleSet set, Settings settings) {
        return new CheckReport(
                List.of(),
                set.warnings(),
                set.lookbacks().stream().map(CheckReport::rule).toList(),
                set.horizon(settings));
    }

    private static Map<String, @Nullable Object> rule(Lookback lookback) {
        Rule rule = lookback.rule();
        AlertSpec alert = rule == null ? null : rule.alert();
        Need need = lookback.need();
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("name", lookback.name());
        entry.put("file", rule == null ? null : rule.file());
        entry.put("line", rule == null ? null : (long) rule.line());
        entry.put("kind", rule == null ? List.of() : rule.kinds());
        entry.put("key", alert == null ? List.of() : alert.key());
        entry.put("windows", lookback.windows());
        entry.put("needs", need.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        entry.put("horizonMs", need.kind() == Need.Kind.UNBOUNDED ? null : need.horizon());
        entry.put("rebuildable", need.kind() != Need.Kind.UNBOUNDED);
        return entry;
    }

    /** {@code {"ok","problems","warnings","horizonMs","rules"}}. */
    String json() {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("ok", problems.isEmpty());
        report.put("problems", problems.stream().map(CheckReport::problem).toList());
        report.put("warnings", warnings.stream().map(CheckReport::problem).toList());
        report.put("horizonMs", horizon);
        report.put("rules", rules);
        return Json.object(report);
    }

    private static Map<String, @Nullable Object> problem(Problem problem) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("file", problem.file());
        entry.put("line", (long) problem.line());
        entry.put("column", (long) problem.column());
        entry.put("message", problem.message());
        return entry;
    }

    /** The Static Analysis Results Interchange Format, OASIS, version 2.1.0. */
    String sarif(String version) {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        problems.forEach(p -> results.add(result(p, "error", "rule-problem")));
        warnings.forEach(p -> results.add(result(p, "warning", "rebuild")));
        Map<String, @Nullable Object> driver = new LinkedHashMap<>();
        driver.put("name", "tocsin check");
        driver.put("version", version);
        driver.put("rules", List.of(Map.of("id", "rule-problem"), Map.of("id", "rebuild")));
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "unicodeCodePoints");
        run.put("results", results);
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return Json.object(log);
    }

    private static Map<String, @Nullable Object> result(Problem problem, String level, String id) {
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("artifactLocation", Map.of("uri", uri(problem.file())));
        if (problem.line() > 0) {
            Map<String, @Nullable Object> region = new LinkedHashMap<>();
            region.put("startLine", (long) problem.line());
            if (problem.column() > 0) {
                region.put("startColumn", (long) problem.column());
            }
            place.put("region", region);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("ruleId", id);
        result.put("level", level);
        result.put("message", Map.of("text", problem.message()));
        result.put("locations", List.of(Map.of("physicalLocation", place)));
        return result;
    }

    /** A relative reference: what it is relative to, the reader of the report knows. */
    private static String uri(String file) {
        try {
            return new java.net.URI(null, null, file, null).toASCIIString();
        } catch (java.net.URISyntaxException e) {
            return file;
        }
    }
}
