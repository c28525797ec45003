package io.tocsin.pipeline.route;

import io.tocsin.model.AlertSpec;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.model.Severity;
import io.tocsin.model.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An alert rule with columns host, service and metric, keyed by the first two, that nothing resolves. */
final class RuleBuilder {
    private final String name;
    private Severity severity = Severity.WARNING;
    private String summary = "{metric}";
    private List<String> columns = List.of("host", "service", "metric");
    private List<String> key = List.of("host", "service");
    private final List<String> resolves = new ArrayList<>();
    private long resolveAfter;
    private long repeat;
    private boolean each;
    private boolean absence;
    private boolean alerts = true;

    private RuleBuilder(String name) {
        this.name = name;
    }

    static RuleBuilder rule(String name) {
        return new RuleBuilder(name);
    }

    static RuleBuilder resolver(String name, String... targets) {
        RuleBuilder builder = new RuleBuilder(name);
        builder.alerts = false;
        return builder.resolves(targets);
    }

    RuleBuilder resolves(String... targets) {
        resolves.addAll(List.of(targets));
        return this;
    }

    RuleBuilder severity(Severity s) {
        severity = s;
        return this;
    }

    RuleBuilder summary(String s) {
        summary = s;
        return this;
    }

    RuleBuilder columns(String... c) {
        columns = List.of(c);
        return this;
    }

    RuleBuilder key(String... k) {
        key = List.of(k);
        return this;
    }

    RuleBuilder resolveAfter(long ms) {
        resolveAfter = ms;
        return this;
    }

    RuleBuilder repeat(long ms) {
        repeat = ms;
        return this;
    }

    RuleBuilder each() {
        each = true;
        return this;
    }

    RuleBuilder absence() {
        absence = true;
        return this;
    }

    Rule build() {
        AlertSpec spec = alerts
                ? new AlertSpec(severity, Template.parse(summary), key, resolveAfter, repeat, each, absence)
                : null;
        return new Rule(name, "a.epl", 1, columns, spec, List.copyOf(resolves), null, "fingerprint of " + name);
    }

    static Row row(Rule rule, @Nullable Object... values) {
        return Row.of(rule, values);
    }
}
