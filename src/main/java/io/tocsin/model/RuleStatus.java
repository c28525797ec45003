package io.tocsin.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * A rule that runs, and what has become of it since it runs as it is.
 *
 * @param kind what becomes of its rows, in words
 * @param file where it stands, relative to the rule folder
 * @param line where it begins, from 1
 * @param fingerprint what its rows depend on
 * @param sinceSequence the last message before it took effect
 * @param sinceClock the clock then, epoch ms UTC, or {@code ClockState.UNSET} before the first event
 * @param rows its rows so far
 * @param alerts changes of its alerts so far, by state
 */
public record RuleStatus(
        String name,
        String kind,
        String file,
        int line,
        String fingerprint,
        long sinceSequence,
        long sinceClock,
        long rows,
        Map<String, Long> alerts) {
    public RuleStatus {
        alerts = new TreeMap<>(alerts);
    }
}
