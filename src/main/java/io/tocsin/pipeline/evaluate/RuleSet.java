package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.configuration.Configuration;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.model.Fingerprint;
import io.tocsin.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All rules of a folder, compiled and checked; engines are built from it. Immutable, safe for any thread. */
public final class RuleSet {
    private final List<RuleFile> files;
    private final List<Rule> rules;
    private final Lookbacks lookbacks;
    private final EPCompiled compiled;
    private final StatementNames names;
    private final Configuration configuration;
    private final Variables variables;
    private final @Nullable SharedClasses classes;

    RuleSet(
            List<RuleFile> files,
            List<Rule> rules,
            Lookbacks lookbacks,
            EPCompiled compiled,
            StatementNames names,
            Configuration configuration,
            Variables variables) {
        this(files, rules, lookbacks, compiled, names, configuration, variables, null);
    }

    private RuleSet(
            List<RuleFile> files,
            List<Rule> rules,
            Lookbacks lookbacks,
            EPCompiled compiled,
            StatementNames names,
            Configuration configuration,
            Variables variables,
            @Nullable SharedClasses classes) {
        this.files = List.copyOf(files);
        this.rules = List.copyOf(rules);
        this.lookbacks = lookbacks;
        this.compiled = compiled;
        this.names = names;
        this.configuration = configuration;
        this.variables = variables;
        this.classes = classes;
    }

    /**
     * The same rules for engines that come one after the other: each but the first starts in a fraction of the time. One must
     * be closed before the next is made, and one thread makes them all.
     */
    public RuleSet oneEngineAtATime() {
        return new RuleSet(
                files, rules, lookbacks, compiled, names, configuration, variables, new SharedClasses(compiled));
    }

    /** The same files, of which only these rules are looked at, and only this runs. */
    RuleSet narrowed(List<Rule> kept, EPCompiled needed, StatementNames needs) {
        return new RuleSet(files, kept, lookbacks, needed, needs, configuration, variables);
    }

    /** What it was compiled from. */
    public List<RuleFile> files() {
        return files;
    }

    /** The rules whose rows become something, in order of file and position. */
    public List<Rule> rules() {
        return rules;
    }

    /** What cannot be rebuilt, though it runs: each with the form to write instead. */
    public List<Problem> warnings() {
        return lookbacks.warnings();
    }

    /** How far back each statement looks, in order of file and position. */
    public List<Lookback> lookbacks() {
        return lookbacks.all();
    }

    /**
     * How much engine time before a place gives the windows of every rule again, ms, but for those that warnings name: what
     * the rules need, and no less than {@code rules.horizon}.
     */
    public long horizon(Settings settings) {
        long needed = lookbacks.all().stream()
                .mapToLong(l -> l.need().horizon())
                .max()
                .orElse(0);
        return Math.max(settings.rules().horizon().toMillis(), needed);
    }

    /** The values, by name, that these settings give to the variables that may change while the rules run. */
    Map<String, Double> tuned(Settings settings) {
        return variables.tuned(settings.rules().variables());
    }

    /** Whether its files, compiled with the variables of these settings, are the same rules again. */
    public boolean isSameWith(Settings settings) {
        return variables.hasConstants(settings.rules().variables());
    }

    /** Equal for two sets exactly when every rule is equal in both. */
    public String fingerprint() {
        return Fingerprint.of(rules.stream()
                .flatMap(r ->
                        Stream.of(r.name(), r.fingerprint(), String.valueOf(r.alert()), String.valueOf(r.publish())))
                .toArray(String[]::new));
    }

    /** Equal for two sets and settings exactly when every rule, and every variable that may change under it, is. */
    public String fingerprint(Settings settings) {
        return Fingerprint.of(fingerprint(), tuned(settings).toString());
    }

    /**
     * The rule that a thread works for which runs an engine of this set, or the place of a statement without a name; null where
     * it is in none, or by its stack cannot be told.
     */
    public @Nullable String at(StackTraceElement[] stack) {
        return names.at(stack);
    }

    StatementNames names() {
        return names;
    }

    EPCompiled compiled() {
        return compiled;
    }

    /** Where engines get the classes of the rules, or null: each loads its own. */
    @Nullable
    SharedClasses classes() {
        return classes;
    }

    Configuration configuration() {
        return configuration;
    }
}
