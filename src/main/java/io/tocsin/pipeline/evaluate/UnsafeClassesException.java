package io.tocsin.pipeline.evaluate;

import java.util.List;

/** Rules compile to classes that reach for more than rules may. None of these classes has been loaded. */
final class UnsafeClassesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param reached classes and members, as Java names them */
    UnsafeClassesException(List<String> reached) {
        super("reaches for " + String.join(", ", reached)
                + " of Java, which rules may not; they have the functions of docs/rules.md");
    }
}
