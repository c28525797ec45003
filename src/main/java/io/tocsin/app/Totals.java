package io.tocsin.app;

import io.tocsin.observe.Counters;
import io.tocsin.pipeline.evaluate.EvaluationCounts;
import io.tocsin.pipeline.route.RouteCounts;
import java.util.List;
import java.util.Map;

/**
 * What became of everything since the start of the process; a reload changes nothing of it. Both sides of each equation are
 * counted on their own, so that a loss between two stages shows:
 *
 * <ul>
 *   <li>{@code received = decoded + skipped}; {@code items = events + skippedItems}; {@code events = evaluated.events +
 *       left}
 *   <li>{@code rows = fired + resolved + notices + suppressed} of {@code routed}, and {@code alerts} are the first three
 *       and the changes by returns, timers and reloads
 *   <li>of each sink, {@code before + put + resent = sent + setAside + dropped + collapsed + waiting}
 * </ul>
 *
 * <p>Nothing is on its way any more: they are taken when the service has stopped.
 *
 * @param received messages read
 * @param decoded messages that are sensor messages
 * @param skipped the others, by reason
 * @param items items of decoded messages
 * @param events usable items
 * @param skippedItems the others, by kind
 * @param evicted messages that were due, but the log no longer kept them
 * @param left events that a stop while the outbox was full has left to the next start
 * @param evaluated what the engine saw
 * @param routed rows and what became of them
 * @param alerts alerts that were handed on to be stored and sent
 * @param derived derived events that were
 * @param sinks what became of the outbox, by sink; sinks that have nothing to do with it are left out
 */
public record Totals(
        long received,
        long decoded,
        Map<String, Long> skipped,
        long items,
        long events,
        Map<String, Long> skippedItems,
        long evicted,
        long left,
        EvaluationCounts evaluated,
        RouteCounts routed,
        long alerts,
        long derived,
        List<OfSink> sinks) {

    /**
     * A sink's part of the outbox. An alert that goes to several sinks is an entry for each.
     *
     * @param before entries that waited when the process started
     * @param put entries added since
     * @param resent entries that were set aside and put back
     * @param sent entries the receiver has taken
     * @param setAside entries refused for good, or tried in vain for too long
     * @param dropped repeats and notices for which there was no room
     * @param collapsed changes of alerts that changed again, for which there was no room
     * @param waiting entries that the next start will send
     */
    public record OfSink(
            String name,
            long before,
            long put,
            long resent,
            long sent,
            long setAside,
            long dropped,
            long collapsed,
            long waiting) {}

    static Totals of(
            Counters counters,
            EvaluationCounts evaluated,
            RouteCounts routed,
            long alerts,
            long derived,
            List<OfSink> sinks) {
        return new Totals(
                counters.received(),
                counters.decoded(),
                CountLines.skipped(counters),
                counters.items(),
                counters.events(),
                CountLines.skippedItems(counters),
                counters.evicted(),
                counters.left(),
                evaluated,
                routed,
                alerts,
                derived,
                sinks);
    }

    /** A few lines for people, in a form that stays. */
    public String text() {
        CountLines lines = new CountLines()
                .messages(received, decoded, skipped)
                .items(items, events, skippedItems)
                .line(
                        "events    %,d evaluated, %,d left to the next start; %,d late, %,d dated in the future;"
                                + " %,d leaps of the clock",
                        evaluated.events(), left, evaluated.late(), evaluated.future(), evaluated.leaps())
                .line(
                        "rows      %,d: %,d fired, %,d resolved, %,d notices, %,d changed nothing",
                        routed.rows(), routed.fired(), routed.resolved(), routed.notices(), routed.suppressed())
                .line(
                        "alerts    %,d: %,d by rows, %,d by returned sensors, %,d by timers, %,d by changed rules,"
                                + " %,d by gaps of the feed",
                        alerts,
                        routed.fired() + routed.resolved() + routed.notices(),
                        routed.returns(),
                        routed.timers(),
                        routed.reloads(),
                        routed.feed())
                .line("derived   %,d", derived);
        if (evicted > 0) {
            lines.line("evicted   %,d messages that the log no longer kept", evicted);
        }
        for (OfSink sink : sinks) {
            lines.line(
                    "outbox    %s: %,d waited, %,d added, %,d put back; %,d sent, %,d set aside, %,d dropped, %,d collapsed,"
                            + " %,d waiting",
                    sink.name(),
                    sink.before(),
                    sink.put(),
                    sink.resent(),
                    sink.sent(),
                    sink.setAside(),
                    sink.dropped(),
                    sink.collapsed(),
                    sink.waiting());
        }
        return lines.text().toString();
    }
}
