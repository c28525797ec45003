package io.tocsin.model;

import java.util.Locale;

/** How bad an alert is, mildest first. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    /** The word used in rules and in alert JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The severity that a word names.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static Severity of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
