package io.tocsin.reference;

import static io.tocsin.reference.Stream.WINDOW;

import java.util.List;

/**
 * How often a stream does what simple readings of the rules get wrong.
 *
 * @param onTheEdge events exactly one window after one of the same sensor
 * @param sameMillisecond events at the clock of the message before
 * @param late events dated before the clock
 * @param gaps steps of the clock over more than a window
 * @param silentSpans sensors silent for more than a window while others report
 * @param years leaps over a year
 * @param future events dated after the log by more than the tolerance
 * @param stalled steps of the clock at the log's pace
 */
record Coverage(
        long onTheEdge,
        long sameMillisecond,
        long late,
        long gaps,
        long silentSpans,
        long years,
        long future,
        long stalled) {
    static Coverage of(Timeline timeline) {
        List<Event> events = timeline.events;
        long edges = 0;
        long same = 0;
        long spans = 0;
        for (int i = 1; i < events.size(); i++) {
            Event e = events.get(i);
            Event before = events.get(i - 1);
            same += before.sequence() != e.sequence() && before.seen() == e.seen() ? 1 : 0;
            edges += events.subList(0, i).stream()
                    .filter(o -> o.isOfSensor(e) && o.seen() == e.seen() - WINDOW)
                    .count();
            spans += isSilentSpan(events, i) ? 1 : 0;
        }
        return new Coverage(
                edges,
                same,
                timeline.late,
                timeline.moves.stream().filter(m -> m.to() - m.from() > WINDOW).count(),
                spans,
                timeline.moves.stream()
                        .filter(m -> m.to() - m.from() >= Stream.YEAR)
                        .count(),
                timeline.future,
                timeline.moves.stream().filter(Timeline.Move::byPace).count());
    }

    private static boolean isSilentSpan(List<Event> events, int i) {
        Event e = events.get(i);
        for (int j = i - 1; j >= 0; j--) {
            Event o = events.get(j);
            if (o.isOfSensor(e)) {
                long from = o.seen();
                return e.seen() > from + WINDOW
                        && events.subList(j, i).stream().anyMatch(x -> x.seen() > from && x.seen() < from + WINDOW);
            }
        }
        return false;
    }
}
