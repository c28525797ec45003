package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A rule folder is not usable; holds every problem found. */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public RuleException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In order of file and position; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
