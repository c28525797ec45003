package io.tocsin.config;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file. */
final class Report {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Report(String file) {
        this.file = file;
    }

    void add(Position at, String message) {
        problems.add(new Problem(file, at.line(), at.column(), message));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    ConfigException toException() {
        return new ConfigException(Problems.inOrder(problems));
    }
}
