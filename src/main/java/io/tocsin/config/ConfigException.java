package io.tocsin.config;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used; the message is the list of problems, one a line. */
public final class ConfigException extends Exception {
    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, in the order of the file; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
