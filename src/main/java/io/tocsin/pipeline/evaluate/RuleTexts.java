package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;

/** Rules as they stand in their files, read without compiling them: for who shows them, or looks for a name. Immutable. */
public final class RuleTexts {
    private final List<EplStatement> statements;
    private final Dependencies dependencies;

    private RuleTexts(List<EplStatement> statements) {
        this.statements = List.copyOf(statements);
        this.dependencies = new Dependencies(statements);
    }

    /** Reads files, in whatever order they come; what cannot be read of them is left out. */
    public static RuleTexts of(List<RuleFile> files) {
        List<Problem> unread = new ArrayList<>();
        List<EplStatement> statements = new ArrayList<>();
        files.stream()
                .sorted(Comparator.comparing(RuleFile::path))
                .forEach(file -> statements.addAll(EplLexer.split(file, file.path(), unread)));
        return new RuleTexts(statements);
    }

    /**
     * One statement.
     *
     * @param file its file, relative to the rule folder
     * @param line where it begins, from 1
     * @param text from its first word to its last, annotations included
     * @param role what it is to the rule that was asked for
     */
    public record Part(String file, int line, String text, Role role) {}

    /** What a statement is to a rule. */
    public enum Role {
        /** The rule itself. */
        RULE,
        /** One that resolves its alerts. */
        RESOLVES,
        /** One that the rule, or one that resolves it, builds on. */
        FEEDS
    }

    /** The names of the rules whose rows become something. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        for (EplStatement statement : statements) {
            Token name = StatementCheck.name(statement);
            if (name != null && StatementCheck.isOurs(statement)) {
                names.add(EplStatement.unquoted(name));
            }
        }
        return names;
    }

    /** A rule, what resolves it, and what they build on; nothing where there is no such rule. */
    public List<Part> parts(String rule) {
        List<Part> parts = new ArrayList<>();
        chosen(rule).forEach((i, role) -> {
            EplStatement s = statements.get(i);
            parts.add(new Part(s.file(), s.first().getLine(), s.text(), role));
        });
        return parts;
    }

    /** The statements that have a say in a rule's alerts. */
    private Map<Integer, Role> chosen(String rule) {
        Map<Integer, Role> chosen = new LinkedHashMap<>();
        for (Role role : List.of(Role.RULE, Role.RESOLVES)) {
            for (int i = 0; i < statements.size(); i++) {
                if (is(role, statements.get(i), rule)) {
                    chosen.putIfAbsent(i, role);
                }
            }
        }
        for (int i : List.copyOf(chosen.keySet())) {
            dependencies.closure(i).forEach(fed -> chosen.putIfAbsent(fed, Role.FEEDS));
        }
        return chosen;
    }

    /** Whether a rule, what resolves it and what they build on are word by word the same in another folder. */
    public boolean isSameIn(RuleTexts other, String rule) {
        return words(rule).equals(other.words(rule));
    }

    private List<List<String>> words(String rule) {
        return chosen(rule).keySet().stream()
                .map(i ->
                        statements.get(i).tokens().stream().map(Token::getText).toList())
                .toList();
    }

    /**
     * The services whose events a rule, what resolves it and what they build on take in, where each of their streams says so;
     * else none.
     */
    public Set<String> services(String rule) {
        Set<String> services = new TreeSet<>();
        for (int i : chosen(rule).keySet()) {
            List<Token> body = statements.get(i).body();
            for (int at = 0; at < body.size(); at++) {
                if (body.get(at).getText().equals(EsperConfiguration.METRIC)) {
                    List<String> named = StreamServices.at(body, at + 1);
                    if (named.isEmpty()) {
                        return Set.of();
                    }
                    services.addAll(named);
                }
            }
        }
        return services;
    }

    private static boolean is(Role role, EplStatement statement, String rule) {
        Token name = StatementCheck.name(statement);
        boolean named = name != null && EplStatement.unquoted(name).equals(rule);
        return role == Role.RULE
                ? named
                : !named && StatementCheck.resolved(statement).contains(rule);
    }
}
