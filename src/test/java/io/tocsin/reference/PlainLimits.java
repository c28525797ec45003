package io.tocsin.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that answer at an event, of what came before. */
final class PlainLimits {
    private PlainLimits() {}

    static List<Fact> threshold(Timeline timeline) {
        return timeline.events.stream()
                .filter(e -> e.metric() > 90)
                .map(e -> Fact.atEvent("threshold", e, e.metric()))
                .toList();
    }

    static List<Fact> change(Timeline timeline) {
        Map<String, Double> last = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        for (Event e : timeline.events) {
            if (e.service().equals("P")) {
                Double before = last.put(e.host(), e.metric());
                if (before != null) {
                    facts.add(Fact.atEvent("change", e, e.metric() - before));
                }
            }
        }
        return facts;
    }

    /** The host reports Q, and P was there once but not for more than a window. */
    static List<Fact> missing(Timeline timeline) {
        Map<String, Long> lastPressure = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        for (Event e : timeline.events) {
            if (e.service().equals("P")) {
                lastPressure.put(e.host(), e.seen());
            } else if (lastPressure.containsKey(e.host()) && lastPressure.get(e.host()) < e.seen() - Stream.WINDOW) {
                facts.add(Fact.atEvent("missing", e, e.metric()));
            }
        }
        return facts;
    }
}
