package io.tocsin.reference;

import java.util.Comparator;

/**
 * A row: when it came, by an event or by a timer, and what it says.
 *
 * @param sequence the event's; for a timer that of the last message evaluated before
 */
record Fact(String rule, long at, boolean timer, long sequence, String host, String service, double metric, long time) {
    static final Comparator<Fact> ORDER = Comparator.comparingLong(Fact::at)
            .thenComparing(Fact::timer, Comparator.reverseOrder())
            .thenComparingLong(Fact::sequence)
            .thenComparing(Fact::host)
            .thenComparing(Fact::service)
            .thenComparingLong(Fact::time)
            .thenComparingDouble(Fact::metric);

    static Fact atEvent(String rule, Event e, double metric) {
        return new Fact(rule, e.seen(), false, e.sequence(), e.host(), e.service(), metric, e.seen());
    }
}
