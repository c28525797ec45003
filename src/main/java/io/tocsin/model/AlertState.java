package io.tocsin.model;

import java.util.Locale;

/** What an alert message announces. */
public enum AlertState {
    /** The alert has opened, or its sensor rings again after {@link #NODATA}. */
    FIRING,
    /** It is still open; sent each {@code repeat} period. */
    REPEATED,
    /** It has closed. */
    RESOLVED,
    /** One row of an {@code each} rule; never open. */
    NOTICE,
    /** It would have resolved, but its sensor is silent: unknown is not resolved, so it stays open. */
    NODATA;

    /** The word used in alert JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
