package io.tocsin.reference;

import io.tocsin.reference.Timeline.Move;
import java.util.ArrayList;
import java.util.List;

/** Rules that answer because time has passed. */
final class PlainTimers {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;

    private PlainTimers() {}

    /** A sensor rings once it has been silent for more than the window: at the first ms after it. */
    static List<Fact> silence(Timeline timeline) {
        List<Fact> facts = new ArrayList<>();
        List<Event> events = timeline.events;
        for (int i = 0; i < events.size(); i++) {
            Event e = events.get(i);
            long next = events.subList(i + 1, events.size()).stream()
                    .filter(e::isOfSensor)
                    .mapToLong(Event::seen)
                    .findFirst()
                    .orElse(timeline.end());
            long due = e.seen() + Stream.WINDOW;
            if (next > due) {
                facts.add(timer("silence", timeline, due + 1, e, due));
            }
        }
        return facts;
    }

    /** Above the limit at some event and at none of the window behind it below. */
    static List<Fact> lasting(Timeline timeline) {
        List<Event> pressures =
                timeline.events.stream().filter(e -> e.service().equals("P")).toList();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < pressures.size(); i++) {
            Event a = pressures.get(i);
            long due = a.seen() + Stream.WINDOW;
            boolean ended = pressures.subList(i + 1, pressures.size()).stream()
                    .anyMatch(e -> e.isOfSensor(a) && e.metric() <= 90 && e.seen() < due);
            if (a.metric() > 90 && !ended && due <= timeline.end()) {
                facts.add(timer("lasting", timeline, due, a, a.seen()));
            }
        }
        return facts;
    }

    private static Fact timer(String rule, Timeline timeline, long at, Event e, long time) {
        return new Fact(rule, at, true, timeline.sequenceReaching(at), e.host(), e.service(), e.metric(), time);
    }

    /** Each full minute on the way; of those that a leap crosses only one, in the second where it ends. */
    static List<Fact> minutes(Timeline timeline) {
        List<Fact> facts = new ArrayList<>();
        for (Move move : timeline.moves) {
            for (long m = (Math.floorDiv(move.from(), MINUTE) + 1) * MINUTE; m <= move.walkedTo(); m += MINUTE) {
                facts.add(minute(m, move));
            }
            if (move.isLeap()) {
                facts.add(minute(Math.floorDiv(move.to(), SECOND) * SECOND, move));
            }
        }
        return facts;
    }

    private static Fact minute(long at, Move move) {
        return new Fact("minute", at, true, move.sequence(), "plant", "minute", 0, at);
    }
}
