package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Fingerprint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which statements of a folder build on which. */
final class Dependencies {
    private final List<EplStatement> statements;
    private final List<EplNames> names;
    private final Map<String, List<Integer>> creators = new HashMap<>();
    private final Map<String, List<Integer>> inserters = new HashMap<>();
    private final Map<String, List<Integer>> writers = new HashMap<>();

    /** Reads the names of statements given in order of path and position. */
    Dependencies(List<EplStatement> statements) {
        this.statements = statements;
        this.names = statements.stream().map(EplNames::of).toList();
        for (int i = 0; i < names.size(); i++) {
            String created = names.get(i).creates();
            if (created != null) {
                creators.computeIfAbsent(created, k -> new ArrayList<>()).add(i);
            }
            for (String inserted : names.get(i).inserts()) {
                inserters.computeIfAbsent(inserted, k -> new ArrayList<>()).add(i);
            }
            for (String written : names.get(i).writes()) {
                writers.computeIfAbsent(written, k -> new ArrayList<>()).add(i);
            }
        }
    }

    /** Names that statements may select from. */
    Set<String> known() {
        Set<String> known = new TreeSet<>(creators.keySet());
        known.addAll(writers.keySet());
        known.add(EsperConfiguration.METRIC);
        return known;
    }

    /**
     * The order of deployment: path and position, but what a statement needs comes before it. Statements that need each
     * other stay in order of path and position, and the compiler says what is wrong.
     */
    List<Integer> order() {
        Set<Integer> placed = new LinkedHashSet<>();
        Set<Integer> visiting = new HashSet<>();
        for (int i = 0; i < statements.size(); i++) {
            place(i, placed, visiting);
        }
        return List.copyOf(placed);
    }

    private void place(int i, Set<Integer> placed, Set<Integer> visiting) {
        if (placed.contains(i) || !visiting.add(i)) {
            return;
        }
        for (int needed : needs(i)) {
            place(needed, placed, visiting);
        }
        visiting.remove(i);
        placed.add(i);
    }

    /** The statements that must exist before this one compiles. */
    private Set<Integer> needs(int i) {
        Set<Integer> needs = new TreeSet<>();
        for (String mentioned : names.get(i).mentions()) {
            if (mentioned.equals(names.get(i).creates())) {
                continue; // a second one of the name stays behind the first
            }
            List<Integer> created = creators.getOrDefault(mentioned, List.of());
            needs.addAll(created);
            if (created.isEmpty() && !names.get(i).inserts().contains(mentioned)) {
                needs.addAll(inserters.getOrDefault(mentioned, List.of()));
            }
        }
        needs.remove(i);
        return needs;
    }

    /** Every statement that has a say in what this one gives, itself included. */
    Set<Integer> closure(int statement) {
        Set<Integer> closure = new TreeSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(statement));
        while (!open.isEmpty()) {
            int i = open.pop();
            if (closure.add(i)) {
                for (String mentioned : names.get(i).mentions()) {
                    open.addAll(creators.getOrDefault(mentioned, List.of()));
                    open.addAll(writers.getOrDefault(mentioned, List.of()));
                }
            }
        }
        return closure;
    }

    /**
     * Equal in two folders when the statement and all it builds on mean the same in both.
     *
     * @param settings what every statement depends on
     * @param variables what each variable means to the statements that mention it
     */
    String fingerprint(int statement, String settings, Map<String, String> variables) {
        Set<Integer> closure = closure(statement);
        List<String> meanings = new ArrayList<>(closure.stream()
                .filter(i -> i != statement)
                .map(i -> statements.get(i).meaning())
                .sorted()
                .toList());
        meanings.add(statements.get(statement).meaning());
        meanings.add(settings);
        new TreeMap<>(variables).forEach((name, meaning) -> {
            if (closure.stream().anyMatch(i -> names.get(i).mentions().contains(name))) {
                meanings.add(meaning);
            }
        });
        return Fingerprint.of(meanings.toArray(String[]::new));
    }
}
