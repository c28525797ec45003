package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Problem;
import io.tocsin.config.Problems;
import io.tocsin.config.Settings;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.horizon.Finding;
import io.tocsin.pipeline.evaluate.horizon.Horizons;
import io.tocsin.pipeline.evaluate.horizon.Need;
import io.tocsin.pipeline.evaluate.horizon.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * How far back the statements of a folder look.
 *
 * @param all in order of file and position
 * @param warnings what cannot be rebuilt, and what to write in its place
 */
record Lookbacks(List<Lookback> all, List<Problem> warnings) {
    private static final double MILLIS_PER_SECOND = 1000;

    /**
     * Looks at statements that compile together.
     *
     * @param constants the variables that are a part of the rules
     */
    static Lookbacks of(
            List<EplStatement> statements,
            Map<Integer, ParseTree> trees,
            List<Rule> rules,
            Settings settings,
            Map<String, Object> constants) {
        List<ParseTree> parsed = trees.values().stream().toList();
        List<Need> needs = Horizons.of(
                parsed, constants, longestTtl(settings.ttl()), settings.rules().timeZone());
        Map<String, Rule> byName = rules.stream().collect(Collectors.toMap(Rule::name, Function.identity()));
        List<Lookback> all = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        for (int i = 0; i < needs.size(); i++) {
            EplStatement statement = statements.get(i);
            Need need = needs.get(i);
            String name = name(statement);
            Rule rule = byName.get(name);
            all.add(new Lookback(name, rule, Windows.of(parsed.get(i)), need));
            for (Finding finding : need.findings()) {
                Token at = finding.at();
                warnings.add(statement.problem(at.getLine(), at.getCharPositionInLine(), finding.message()));
            }
            if (rule != null
                    && need.kind() == Need.Kind.UNBOUNDED
                    && need.findings().isEmpty()) {
                warnings.add(statement.problem(
                        statement.body().get(0),
                        "'" + name + "' hangs on what cannot be rebuilt, as another warning says, so neither can it"));
            }
        }
        return new Lookbacks(List.copyOf(all), Problems.inOrder(warnings));
    }

    private static String name(EplStatement statement) {
        Token name = StatementCheck.name(statement);
        return name == null ? statement.shown() + ":" + statement.first().getLine() : EplStatement.unquoted(name);
    }

    private static double longestTtl(Settings.Ttl ttl) {
        return Stream.of(
                                Stream.of(ttl.defaultTtl()),
                                ttl.services().values().stream(),
                                ttl.contexts().values().stream())
                        .flatMap(Function.identity())
                        .mapToLong(java.time.Duration::toMillis)
                        .max()
                        .orElse(0)
                / MILLIS_PER_SECOND;
    }
}
