package io.tocsin.reference;

import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Rules;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Says in which comparisons an engine differs from the plain evaluation. Made anew in each mutant's class loader, and so
 * known outside by types of Java alone.
 */
final class Verdict implements BiFunction<String, List<String>, List<String>> {
    /**
     * Goes through the streams until a comparison differs.
     *
     * @param rules the rules' text
     * @param names of the comparisons
     * @return the names of those that differ
     */
    @Override
    public List<String> apply(String rules, List<String> names) {
        RuleSet compiled = Rules.of(rules);
        TreeSet<String> differing = new TreeSet<>();
        for (Stream stream : streams()) {
            if (differing.isEmpty()) {
                EngineRun run = new EngineRun(compiled, stream.inputs);
                names.stream()
                        .filter(name ->
                                Comparison.of(name, stream.timeline(), run).differs())
                        .forEach(differing::add);
            }
        }
        return List.copyOf(differing);
    }

    private static List<Stream> streams() {
        return List.of(FileStream.of(1), LogStream.of(1), FileStream.of(2), LogStream.of(2));
    }
}
