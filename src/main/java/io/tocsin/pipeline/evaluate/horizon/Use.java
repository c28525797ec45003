package io.tocsin.pipeline.evaluate.horizon;

import java.util.Set;

/**
 * What a statement makes of a window.
 *
 * @param arriving whether rows come only when an event enters, so that the window is looked at together with its newest event
 * @param leaving whether events that leave are looked at
 * @param aggregated whether sums and the like are made of it
 * @param groups what it is grouped by, as written
 * @param emptied whether groups show that have lost their last event
 */
record Use(boolean arriving, boolean leaving, boolean aggregated, Set<String> groups, boolean emptied) {
    /** The content may be looked at at any time. */
    static final Use CONTENT = new Use(false, true, true, Set.of(), true);
}
