package io.tocsin.pipeline.route;

/**
 * What became of rows, and what else changed alerts, since the router was made; it outlives reloads, and what it takes over
 * from the store counts as nothing. A row counts once for the rule it raises and once for each rule it resolves: {@code rows
 * = fired + resolved + notices + suppressed}. Each but the suppressed ones is one change of an alert.
 *
 * @param rows rows of rules that raise or resolve
 * @param fired rows that opened an alert, or told that an open one has data again
 * @param resolved rows that closed one
 * @param notices rows of {@code each} rules
 * @param suppressed rows that changed nothing to be told: the alert was open already, or there was none to resolve, or the
 *     row is held for a gap of the feed
 * @param returns alerts of absence that ended because their sensor reported again
 * @param timers changes because time passed: repeated, nodata, or resolved for want of rows
 * @param reloads changes because rules were changed or removed
 * @param feed changes because of a gap of the feed: its own alert, and what was held for it and not dropped
 */
public record RouteCounts(
        long rows,
        long fired,
        long resolved,
        long notices,
        long suppressed,
        long returns,
        long timers,
        long reloads,
        long feed) {}
