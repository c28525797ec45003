package io.tocsin.pipeline.evaluate;

import io.tocsin.pipeline.evaluate.horizon.Tunable;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The variables of the settings, as rules use them.
 *
 * @param constants a part of the rules: with another value the rules that use it are others
 * @param tunable may change between two messages, with the values of the settings that the rules were compiled with
 */
record Variables(Map<String, Object> constants, Map<String, Double> tunable) {
    /** Parts the variables of the settings by what the statements do with them. */
    static Variables of(Collection<? extends ParseTree> statements, Map<String, Object> settings) {
        Set<String> names = Tunable.among(statements, settings);
        Map<String, Object> constants = new TreeMap<>();
        Map<String, Double> tunable = new TreeMap<>();
        settings.forEach((name, value) -> {
            if (names.contains(name) && value instanceof Number number) {
                tunable.put(name, number.doubleValue());
            } else {
                constants.put(name, value);
            }
        });
        return new Variables(constants, tunable);
    }

    /** The tunable values of other settings; where those have no such number, it is the one of these. */
    Map<String, Double> tuned(Map<String, Object> settings) {
        Map<String, Double> values = new TreeMap<>(tunable);
        values.replaceAll((name, own) -> settings.get(name) instanceof Number n ? n.doubleValue() : own);
        return values;
    }

    /** Whether other settings have the same constants, and tunable variables of the same names. */
    boolean hasConstants(Map<String, Object> settings) {
        Map<String, Object> others = new TreeMap<>(settings);
        boolean tune = tunable.keySet().stream().allMatch(name -> others.remove(name) instanceof Number);
        return tune && others.equals(constants);
    }

    /** What each means to a rule that uses it, by name: of a tunable one the value is no part of the rule. */
    Map<String, String> meanings() {
        Map<String, String> meanings = new TreeMap<>();
        constants.forEach((name, value) ->
                meanings.put(name, name + "=" + value.getClass().getSimpleName() + " " + value));
        tunable.keySet().forEach(name -> meanings.put(name, name));
        return meanings;
    }
}
