package io.tocsin.reference;

import io.tocsin.model.OpenAlert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts, told one at a time: for each rule and sensor the whole stream is gone through anew, and what was said is put in
 * order at the end.
 */
final class PlainRouting {
    static final long TTL = 60_000;
    /** The step of all timers of an instant, which comes before its events. */
    private static final int TIMERS = -1;

    /** An event, or a timer's row of one rule. */
    private record Moment(long at, @Nullable Event event, @Nullable Fact timer) {}

    /** A change with its place: rows of an instant come before its deadlines, in order of step, rule and key. */
    private record Said(Change change, boolean deadline, int moment, String rule, int ordinal) {
        static final Comparator<Said> ORDER = Comparator.comparingLong(
                        (Said s) -> s.change().time())
                .thenComparing(Said::deadline)
                .thenComparingInt(Said::moment)
                .thenComparing(Said::rule)
                .thenComparing(s -> s.change().host() + " " + s.change().service())
                .thenComparingInt(Said::ordinal);
    }

    private final Timeline timeline;
    private final List<Moment> moments = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();

    private PlainRouting(Timeline timeline) {
        this.timeline = timeline;
        for (Fact f : PlainTimers.silence(timeline)) {
            moments.add(new Moment(f.at(), null, f));
        }
        for (Fact f : PlainTimers.lasting(timeline)) {
            moments.add(new Moment(f.at(), null, f));
        }
        timeline.events.forEach(e -> moments.add(new Moment(e.seen(), e, null)));
        // Timers come before the events of their instant, in order of their rows' text; events stay in order.
        moments.sort(Comparator.comparingLong(Moment::at)
                .thenComparing(m -> m.event() != null)
                .thenComparing(m -> m.timer() == null ? "" : m.timer().metric() + "]"));
    }

    static List<Change> changes(Timeline timeline) {
        PlainRouting routing = new PlainRouting(timeline);
        record Sensor(String host, String service) {}
        timeline.events.stream()
                .map(e -> new Sensor(e.host(), e.service()))
                .distinct()
                .forEach(sensor ->
                        AlertRule.ALL.forEach(rule -> routing.new Story(rule, sensor.host(), sensor.service()).tell()));
        routing.notices();
        return routing.said.stream().sorted(Said.ORDER).map(Said::change).toList();
    }

    private void notices() {
        for (int i = 0; i < moments.size(); i++) {
            Event e = moments.get(i).event();
            if (e != null && e.metric() > 150) {
                Change change = new Change(
                        e.seen(), "notice", "notice", e.host(), e.service(), e.seen(), 1, e.sequence(), e.metric());
                said.add(new Said(change, false, i, "notice", 0));
            }
        }
    }

    /** All alerts of one rule and sensor. */
    private final class Story {
        private final AlertRule rule;
        private final String host;
        private final String service;

        private boolean open;
        private boolean unknown;
        private long startedAt;
        private long count;
        private double last;
        /** From where resolveAfter counts. */
        private long quietSince;

        private long nextRepeat;
        /** Until when the sensor counts as living, by what was heard of it while the alert is open. */
        private long livesUntil;

        private int ordinal;

        Story(AlertRule rule, String host, String service) {
            this.rule = rule;
            this.host = host;
            this.service = service;
        }

        void tell() {
            for (int i = 0; i < moments.size(); i++) {
                Moment m = moments.get(i);
                deadlinesBefore(m.at());
                Event e = m.event();
                if (e != null && e.host().equals(host) && e.service().equals(service)) {
                    event(e, i);
                } else if (m.timer() != null && rings(m.timer())) {
                    ring(m.at(), m.timer().metric(), m.timer().sequence(), false, TIMERS);
                }
            }
            deadlinesBefore(timeline.end());
        }

        private boolean rings(Fact timer) {
            return timer.rule().equals(rule.timer())
                    && timer.host().equals(host)
                    && timer.service().equals(service);
        }

        private void event(Event e, int moment) {
            if (open) {
                livesUntil = e.seen() + TTL;
                if (quietSince == OpenAlert.NEVER) {
                    quietSince = e.seen();
                }
            }
            if (rule.rings().test(e)) {
                ring(e.seen(), e.metric(), e.sequence(), true, moment);
            } else if (open && rule.resolves().test(e)) {
                open = false;
                say("resolved", e.seen(), e.sequence(), e.metric(), moment, rule.resolver());
            } else if (open && rule.absence()) {
                open = false;
                // Returns come after the rows of the step.
                say("resolved", e.seen(), e.sequence(), last, moment, "~" + rule.name());
            }
        }

        private void ring(long at, double metric, long sequence, boolean byEvent, int moment) {
            boolean isNew = !open;
            if (isNew) {
                open = true;
                startedAt = at;
                count = 0;
                unknown = false;
                nextRepeat = rule.repeat() == AlertRule.NONE ? OpenAlert.NEVER : at + rule.repeat();
                livesUntil = byEvent ? at + TTL : at;
            }
            count++;
            last = metric;
            quietSince = at;
            if (isNew || unknown) {
                unknown = false;
                say("firing", at, sequence, metric, moment, rule.name());
            }
        }

        private void deadlinesBefore(long time) {
            while (open && Math.min(nextRepeat, resolveAt()) < time) {
                long at = Math.min(nextRepeat, resolveAt());
                if (nextRepeat < resolveAt()) {
                    deadline("repeated", at);
                    nextRepeat = afterLeap(at + rule.repeat());
                } else if (at > livesUntil) {
                    quietSince = OpenAlert.NEVER;
                    if (!unknown) {
                        unknown = true;
                        deadline("nodata", at);
                    }
                } else {
                    open = false;
                    deadline("resolved", at);
                }
            }
        }

        private long resolveAt() {
            return rule.resolveAfter() == AlertRule.NONE || quietSince == OpenAlert.NEVER
                    ? OpenAlert.NEVER
                    : quietSince + rule.resolveAfter();
        }

        /** Of the repeats that a leap crosses only the first is said. */
        private long afterLeap(long repeat) {
            for (Timeline.Move move : timeline.moves) {
                long before = repeat - rule.repeat();
                if (move.isLeap() && before >= move.walkedTo() && repeat < move.to()) {
                    long missed = (move.to() - repeat + rule.repeat() - 1) / rule.repeat();
                    return repeat + missed * rule.repeat();
                }
            }
            return repeat;
        }

        private void deadline(String state, long at) {
            Change change = new Change(
                    at, state, rule.name(), host, service, startedAt, count, timeline.sequencePassing(at), last);
            said.add(new Said(change, true, 0, rule.name(), ordinal++));
        }

        private void say(String state, long at, long sequence, double metric, int moment, String by) {
            Change change = new Change(at, state, rule.name(), host, service, startedAt, count, sequence, metric);
            said.add(new Said(change, false, moment, by, ordinal++));
        }
    }
}
