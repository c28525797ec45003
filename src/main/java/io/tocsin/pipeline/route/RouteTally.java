package io.tocsin.pipeline.route;

import io.tocsin.model.AlertState;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.List;

/** Counts for {@link RouteCounts}: rows as they come, and apart from that what comes of them. */
final class RouteTally {
    /** Why an alert changed. */
    enum Cause {
        ROW,
        RETURN,
        TIMER,
        RELOAD,
        FEED
    }

    private long rows;
    private long fired;
    private long resolved;
    private long notices;
    private long suppressed;
    private long returns;
    private long timers;
    private long reloads;
    private long feed;

    void rows(List<Row> step) {
        for (Row row : step) {
            rows += (row.rule().alert() == null ? 0 : 1) + row.rule().resolves().size();
        }
    }

    /** A row that could only have resolved, and finds nothing. */
    void nothingToResolve(Rule rule) {
        rows += rule.resolves().size();
        suppressed += rule.resolves().size();
    }

    /** A row changed nothing to be told. */
    void suppressed() {
        suppressed++;
    }

    /** An alert changed and was told. */
    void changed(Cause cause, AlertState now) {
        switch (cause) {
            case RETURN -> returns++;
            case TIMER -> timers++;
            case RELOAD -> reloads++;
            case FEED -> feed++;
            case ROW -> byRow(now);
        }
    }

    private void byRow(AlertState now) {
        switch (now) {
            case FIRING -> fired++;
            case RESOLVED -> resolved++;
            case NOTICE -> notices++;
            default -> throw new IllegalArgumentException("no row makes an alert " + now);
        }
    }

    RouteCounts counts() {
        return new RouteCounts(rows, fired, resolved, notices, suppressed, returns, timers, reloads, feed);
    }
}
