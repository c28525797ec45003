package io.tocsin.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Averages of P by host over one window, by BigDecimal. */
final class PlainAverages {
    /** More than the exact sum of a window needs, so that a tie between two doubles is seen as one. */
    private static final MathContext ENOUGH_DIGITS = new MathContext(800);

    private PlainAverages() {}

    /** Half open: an event exactly one window old is out. */
    static List<Fact> sliding(Timeline timeline) {
        List<Event> pressures = pressures(timeline);
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < pressures.size(); i++) {
            Event e = pressures.get(i);
            facts.add(Fact.atEvent(
                    "sliding",
                    e,
                    average(pressures.subList(0, i + 1).stream()
                            .filter(o -> o.host().equals(e.host()) && o.seen() > e.seen() - Stream.WINDOW)
                            .toList())));
        }
        return facts;
    }

    /** Aligned to the epoch; an event exactly on the border belongs to the batch that begins there. */
    static List<Fact> tumbling(Timeline timeline) {
        return atMinutes("tumbling", timeline, end -> e -> e.seen() >= end - Stream.WINDOW && e.seen() < end);
    }

    /** The sliding average, looked at each full minute. */
    static List<Fact> minutely(Timeline timeline) {
        return atMinutes("minutely", timeline, end -> e -> e.seen() > end - Stream.WINDOW && e.seen() < end);
    }

    private interface Window {
        Predicate<Event> endingAt(long end);
    }

    private static List<Fact> atMinutes(String rule, Timeline timeline, Window window) {
        List<Event> pressures = pressures(timeline);
        TreeSet<Long> ends = new TreeSet<>();
        pressures.forEach(e -> ends.add((Math.floorDiv(e.seen(), Stream.WINDOW) + 1) * Stream.WINDOW));
        List<Fact> facts = new ArrayList<>();
        for (long end : ends.headSet(timeline.end(), true)) {
            List<Event> inside = pressures.stream().filter(window.endingAt(end)).toList();
            new TreeSet<>(inside.stream().map(Event::host).toList()).forEach(host -> {
                List<Event> ofHost =
                        inside.stream().filter(e -> e.host().equals(host)).toList();
                facts.add(new Fact(
                        rule,
                        end,
                        true,
                        timeline.sequenceReaching(end),
                        host,
                        "P",
                        average(ofHost),
                        ofHost.get(ofHost.size() - 1).seen()));
            });
        }
        return facts;
    }

    private static List<Event> pressures(Timeline timeline) {
        return timeline.events.stream().filter(e -> e.service().equals("P")).toList();
    }

    private static double average(List<Event> inside) {
        BigDecimal sum = inside.stream().map(e -> new BigDecimal(e.metric())).reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(inside.size()), ENOUGH_DIGITS).doubleValue();
    }
}
