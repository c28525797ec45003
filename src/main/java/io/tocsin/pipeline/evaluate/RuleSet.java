package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.configuration.Configuration;
import io.tocsin.config.Problem;
import io.tocsin.model.Fingerprint;
import io.tocsin.model.Rule;
import java.util.List;
import java.util.stream.Stream;

/** All rules of a folder, compiled and checked; engines are built from it. Immutable, safe for any thread. */
public final class RuleSet {
    private final List<Rule> rules;
    private final List<Problem> warnings;
    private final EPCompiled compiled;
    private final Configuration configuration;

    RuleSet(List<Rule> rules, List<Problem> warnings, EPCompiled compiled, Configuration configuration) {
        this.rules = List.copyOf(rules);
        this.warnings = List.copyOf(warnings);
        this.compiled = compiled;
        this.configuration = configuration;
    }

    /** The rules whose rows become something, in order of file and position. */
    public List<Rule> rules() {
        return rules;
    }

    /** Findings that do not keep the rules from running. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** Equal for two sets exactly when every rule is equal in both. */
    public String fingerprint() {
        return Fingerprint.of(rules.stream()
                .flatMap(r ->
                        Stream.of(r.name(), r.fingerprint(), String.valueOf(r.alert()), String.valueOf(r.publish())))
                .toArray(String[]::new));
    }

    EPCompiled compiled() {
        return compiled;
    }

    Configuration configuration() {
        return configuration;
    }
}
