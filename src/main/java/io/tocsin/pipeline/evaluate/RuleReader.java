package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventPropertyDescriptor;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.runtime.client.EPDeployException;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import io.tocsin.config.Nearest;
import io.tocsin.config.Problem;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.annotation.Alert;
import io.tocsin.pipeline.evaluate.annotation.Publish;
import io.tocsin.pipeline.evaluate.annotation.Resolve;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads what annotations say of compiled statements and checks it against the columns these give. */
final class RuleReader {
    private static final AtomicLong NUMBER = new AtomicLong();

    private final List<EplStatement> statements;
    private final Dependencies dependencies;
    private final String zone;
    private final Map<String, String> variables;
    private final Function<String, @Nullable String> taken;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param zone the time zone of the rules
     * @param variables what each means to the rules that use it
     * @param taken why rules may not publish to a channel, or null
     */
    RuleReader(
            List<EplStatement> statements,
            Dependencies dependencies,
            String zone,
            Map<String, String> variables,
            Function<String, @Nullable String> taken) {
        this.statements = statements;
        this.dependencies = dependencies;
        this.zone = zone;
        this.variables = variables;
        this.taken = taken;
    }

    record Result(List<Rule> rules, List<Problem> problems) {}

    /** A compiled statement: its columns with their types in select order, and its annotations. */
    private record Deployed(Map<String, Class<?>> columns, List<Annotation> annotations) {}

    /**
     * Reads the rules of a compiled set, in order of file and position.
     *
     * @param compiled the set, or null where nothing compiled
     * @param included the statements it holds
     */
    Result read(@Nullable EPCompiled compiled, List<Integer> included, Configuration configuration) {
        Map<String, Deployed> deployed = Map.of();
        try {
            deployed = compiled == null ? Map.of() : deploy(compiled, configuration);
        } catch (EPDeployException e) {
            problems.add(statements.get(included.get(0)).problem("", "rules do not deploy: " + e.getMessage()));
        }
        Map<String, Rule> rules = new LinkedHashMap<>();
        Map<String, EplStatement> places = new HashMap<>();
        for (int i : included.stream().sorted().toList()) {
            EplStatement statement = statements.get(i);
            Token name = StatementCheck.name(statement);
            Deployed d = name == null ? null : deployed.get(EplStatement.unquoted(name));
            if (name == null || d == null) {
                continue;
            }
            Rule rule = rule(EplStatement.unquoted(name), i, d);
            if (rule != null) {
                rules.put(rule.name(), rule);
                places.put(rule.name(), statement);
            }
        }
        rules.values().forEach(rule -> checkResolves(rule, rules, places, leftOut(included)));
        List<Rule> named = rules.values().stream()
                .map(rule -> RuleAnnotations.withoutTimer(rule, rules.values()))
                .toList();
        return new Result(named, problems);
    }

    /** The names of statements that did not compile: whether they have what others expect is not known. */
    private Set<String> leftOut(List<Integer> included) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < statements.size(); i++) {
            Token name = StatementCheck.name(statements.get(i));
            if (name != null && !included.contains(i)) {
                names.add(EplStatement.unquoted(name));
            }
        }
        return names;
    }

    private @Nullable Rule rule(String name, int index, Deployed d) {
        EplStatement statement = statements.get(index);
        RuleAnnotations annotations = new RuleAnnotations(statement, d.columns(), problems);
        io.tocsin.model.AlertSpec alert = null;
        List<String> resolves = new ArrayList<>();
        String publish = null;
        boolean ours = false;
        for (Annotation annotation : d.annotations()) {
            if (annotation instanceof Alert a) {
                ours = true;
                alert = annotations.alert(a);
            } else if (annotation instanceof Resolve r) {
                ours = true;
                resolves.add(r.value());
            } else if (annotation instanceof Publish p) {
                ours = true;
                publish = annotations.publish(p, taken);
            }
        }
        if (!ours) {
            return null;
        }
        return new Rule(
                name,
                statement.file(),
                statement.first().getLine(),
                List.copyOf(d.columns().keySet()),
                alert,
                List.copyOf(resolves),
                publish,
                dependencies.fingerprint(index, zone, variables));
    }

    private void checkResolves(
            Rule rule, Map<String, Rule> rules, Map<String, EplStatement> places, Set<String> leftOut) {
        EplStatement statement = places.get(rule.name());
        for (String target : rule.resolves()) {
            Rule resolved = rules.get(target);
            if (statement == null || (resolved == null && leftOut.contains(target))) {
                continue;
            }
            if (resolved == null || resolved.alert() == null) {
                List<String> alerts = rules.values().stream()
                        .filter(r -> r.alert() != null)
                        .map(Rule::name)
                        .toList();
                problems.add(statement.problemIn(
                        "Resolve",
                        target,
                        "@Resolve names '" + target + "', but no @Alert rule has that name"
                                + Nearest.hint(target, alerts)));
                continue;
            }
            if (resolved.alert().each()) {
                problems.add(statement.problemIn(
                        "Resolve",
                        target,
                        "@Resolve names '" + target + "', whose rows are notices (each = true) and never open"));
            }
            if (target.equals(rule.name())) {
                problems.add(statement.problemIn("Resolve", target, "a rule cannot resolve itself"));
            }
            for (String column : resolved.alert().key()) {
                if (!rule.columns().contains(column)) {
                    problems.add(statement.problemIn(
                            "Resolve",
                            target,
                            "the rule must select '" + column + "', the key of '" + target + "' which it resolves"));
                }
            }
        }
    }

    private static Map<String, Deployed> deploy(EPCompiled compiled, Configuration configuration)
            throws EPDeployException {
        EPRuntime runtime = EPRuntimeProvider.getRuntime("tocsin-check-" + NUMBER.incrementAndGet(), configuration);
        try {
            runtime.getEventService().clockExternal();
            runtime.getEventService().advanceTime(0);
            Map<String, Deployed> deployed = new HashMap<>();
            for (EPStatement s : runtime.getDeploymentService().deploy(compiled).getStatements()) {
                Map<String, Class<?>> columns = new LinkedHashMap<>();
                if (s.getEventType() != null) {
                    for (EventPropertyDescriptor p : s.getEventType().getPropertyDescriptors()) {
                        columns.put(p.getPropertyName(), p.getPropertyType());
                    }
                }
                deployed.put(SafeNames.rule(s.getName()), new Deployed(columns, List.of(s.getAnnotations())));
            }
            return deployed;
        } finally {
            runtime.destroy();
        }
    }
}
