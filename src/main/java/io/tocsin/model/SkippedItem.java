package io.tocsin.model;

/** The kinds of item that give no event. The decoder finds all but the last two, which depend on what came before. */
public enum SkippedItem {
    NULL("null"),
    STRING("string"),
    BOOLEAN("boolean"),
    ARRAY("array"),
    OBJECT("object"),
    NOT_FINITE("not finite"),
    OUT_OF_RANGE("out of range"),
    TOO_LATE("too late"),
    DUPLICATE("duplicate");

    private final String label;

    SkippedItem(String label) {
        this.label = label;
    }

    /** The kind as the summary names it. */
    public String label() {
        return label;
    }
}
