package io.tocsin.model;

/** The kinds of item value that give no event. */
public enum SkippedItem {
    NULL("null"),
    STRING("string"),
    BOOLEAN("boolean"),
    ARRAY("array"),
    OBJECT("object"),
    NOT_FINITE("not finite");

    private final String label;

    SkippedItem(String label) {
        this.label = label;
    }

    /** The kind as the summary names it. */
    public String label() {
        return label;
    }
}
