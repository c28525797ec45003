package io.tocsin.model;

/** Why a message gives no event, in the order in which the reasons are tried; the first that holds counts. */
public enum SkipReason {
    TOO_LARGE("too large"),
    NOT_JSON("not JSON"),
    NAN_LITERAL("NaN/Infinity literal"),
    NOT_AN_OBJECT("not an object"),
    ID("_id"),
    TIMESTAMP("timestamp"),
    ITEMS("items"),
    TOO_MANY_ITEMS("too many items"),
    NAME_TOO_LONG("name too long");

    private final String label;

    SkipReason(String label) {
        this.label = label;
    }

    /** The reason of this label. @throws IllegalArgumentException if there is none */
    public static SkipReason of(String label) {
        for (SkipReason reason : values()) {
            if (reason.label.equals(label)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no reason is named '" + label + "'");
    }

    /** The reason as the summary names it. */
    public String label() {
        return label;
    }
}
