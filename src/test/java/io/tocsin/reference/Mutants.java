package io.tocsin.reference;

import static io.tocsin.reference.Mutant.engine;
import static io.tocsin.reference.Mutant.rule;

import java.util.List;

/** Everything that may be wrong by a sign, a millisecond or the order of two lines. */
final class Mutants {
    static final String CLOCK = "pipeline/evaluate/EngineClock";
    static final String EVALUATOR = "pipeline/evaluate/Evaluator";
    private static final String ENGINE = "pipeline/evaluate/Engine";
    private static final String ROUTER = "pipeline/route/Router";

    static final String PACE = "clock = Math.max(clock, time - delay - stall);";
    static final String LEAD = "clock = Math.max(clock, isFuture(time) ? logTime : time);";
    static final String NEAREST = "delay = Math.max(0, Math.min(delay, logTime - clock));";
    private static final String WALK_BEFORE_EVENTS = "            walk();\n        }\n        long seen";
    private static final String AFTER_EVENTS =
            "            engine.send(event);\n            evaluated++;\n            steps.event(event, buffer.take());\n        }\n";

    private Mutants() {}

    static List<Mutant> ofClock() {
        return List.of(
                engine(
                        "a late event moves the clock back",
                        "clock",
                        CLOCK,
                        LEAD,
                        "clock = isFuture(time) ? logTime : time;"),
                engine("D left out", "clock", CLOCK, PACE, "clock = Math.max(clock, time - stall);"),
                engine("the stall left out", "clock", CLOCK, PACE, "clock = Math.max(clock, time - delay);"),
                engine("the pace sets the clock back", "clock", CLOCK, PACE, "clock = time - delay - stall;"),
                engine(
                        "D is the last distance, not the nearest",
                        "clock",
                        CLOCK,
                        NEAREST,
                        "delay = Math.max(0, logTime - clock);"),
                engine("D below zero", "clock", CLOCK, NEAREST, "delay = Math.min(delay, logTime - clock);"),
                engine(
                        "the log's time goes back",
                        "clock",
                        CLOCK,
                        "logTime = Math.max(logTime, timestamp);",
                        "logTime = timestamp;"),
                engine(
                        "a tick counts as a message's time",
                        "clock",
                        CLOCK,
                        "        pace(brokerTime);",
                        "        logTime = Math.max(logTime, brokerTime);\n        pace(brokerTime);"),
                engine(
                        "an event of the future moves the clock",
                        "clock",
                        CLOCK,
                        LEAD,
                        "clock = Math.max(clock, time);"),
                engine(
                        "an event exactly at the tolerance is of the future",
                        "counts",
                        CLOCK,
                        "time > logTime + tolerance",
                        "time >= logTime + tolerance"),
                engine(
                        "a skipped message does not keep the pace",
                        "clock",
                        EVALUATOR,
                        "        clock.message(timestamp);",
                        "        if (readings != null) {\n            clock.message(timestamp);\n        }"),
                engine(
                        "own time for the clock",
                        "events",
                        EVALUATOR,
                        "long seen = clock.clock();",
                        "long seen = r.time();"),
                engine(
                        "an event at the clock is late",
                        "counts",
                        EVALUATOR,
                        "r.time() < seen && !ahead",
                        "r.time() <= seen && !ahead"));
    }

    static List<Mutant> ofTimers() {
        return List.of(
                engine(
                        "advanceTime for advanceTimeSpan",
                        "minute",
                        ENGINE,
                        "events.advanceTimeSpan(time);",
                        "events.advanceTime(time);"),
                engine(
                        "timers after the event",
                        "tumbling",
                        EVALUATOR,
                        WALK_BEFORE_EVENTS,
                        "        }\n        long seen",
                        EVALUATOR,
                        AFTER_EVENTS,
                        AFTER_EVENTS + "        walk();\n"),
                engine(
                        "all timers of a walk are one step",
                        "tumbling",
                        "pipeline/evaluate/RowBuffer",
                        "to < rows.size() && times[to] == time",
                        "to < rows.size()"),
                engine(
                        "the engine starts between two seconds",
                        "minute",
                        ENGINE,
                        "clock = Math.floorDiv(start, SECOND) * SECOND;",
                        "clock = start;"),
                engine(
                        "a leap ends between two seconds",
                        "minute",
                        ENGINE,
                        "long second = Math.floorDiv(time, SECOND) * SECOND;",
                        "long second = time;"),
                engine(
                        "crontabs of output keep their first event's ms",
                        "minutely",
                        "pipeline/evaluate/WholeSecondScheduling",
                        "crontab ? after - Math.floorMod(esper.getTime() + after, SECOND) : after",
                        "after"),
                engine(
                        "a step of exactly a leap is one",
                        "counts",
                        EVALUATOR,
                        "to - e.clock() > settings.leap()",
                        "to - e.clock() >= settings.leap()"),
                engine(
                        "a leap is not walked at all",
                        "silence",
                        EVALUATOR,
                        "            e.advance(Math.min(to, e.clock() + Math.max(settings.leap(), settings.horizon())));\n",
                        ""),
                engine(
                        "a leap is walked for the horizon only",
                        "minute",
                        EVALUATOR,
                        "Math.max(settings.leap(), settings.horizon())",
                        "settings.horizon()"),
                engine(
                        "Esper's own averages",
                        "sliding",
                        "pipeline/evaluate/EsperText",
                        "return esper.edited();",
                        "return text;"));
    }

    static List<Mutant> ofRouting() {
        return List.of(
                engine(
                        "a deadline comes before a row of its instant",
                        "alerts",
                        "pipeline/route/OpenAlerts",
                        "deadlines.first().queuedAt < time",
                        "deadlines.first().queuedAt <= time"),
                engine(
                        "resolved wins over firing in a step",
                        "alerts",
                        ROUTER,
                        "if (state == null || fired.contains(state.ruleAndKey())) {",
                        "if (state == null) {"),
                engine(
                        "a timer resolves what is unknown",
                        "alerts",
                        ROUTER,
                        "} else if (state.isSilent(time)) {",
                        "} else if (state.isSilent(time) && time < 0) {"),
                engine(
                        "a sensor at the end of its ttl is silent",
                        "alerts",
                        "pipeline/route/OpenState",
                        "return host != null && time > (",
                        "return host != null && time >= ("),
                engine(
                        "a further row does not put off the end",
                        "alerts",
                        ROUTER,
                        "            state.heard(spec, time);\n            if (state.noData)",
                        "            if (state.noData)"),
                engine(
                        "repeated in the instant of its end",
                        "alerts",
                        ROUTER,
                        "time == state.nextRepeat && time < state.resolveDeadline(spec)",
                        "time == state.nextRepeat && time <= state.resolveDeadline(spec)"),
                engine("further rows are not counted", "alerts", "pipeline/route/OpenState", "        count++;\n", ""),
                engine(
                        "no firing after nodata",
                        "alerts",
                        ROUTER,
                        "if (state.noData) {",
                        "if (state.noData && time < 0) {"),
                engine(
                        "the return of another sensor of the host counts",
                        "alerts",
                        ROUTER,
                        "state.quietSince == OpenAlert.NEVER && state.isSensor(event)",
                        "state.quietSince == OpenAlert.NEVER"),
                engine(
                        "absence does not end with the return",
                        "alerts",
                        ROUTER,
                        "                    returned.add(state);\n",
                        ""));
    }

    static List<Mutant> ofRules() {
        return List.of(
                rule(
                        "threshold: >= for >",
                        "threshold",
                        "seen as time from Metric(metric > 90);",
                        "seen as time from Metric(metric >= 90);"),
                rule(
                        "hysteresis: <= for <",
                        "alerts",
                        "Metric(service = 'P', metric < 85);",
                        "Metric(service = 'P', metric <= 85);"),
                rule(
                        "sliding average: an event exactly T old is in",
                        "sliding",
                        "#time(60 sec) group by host, service;",
                        "#time(60001 msec) group by host, service;"),
                rule(
                        "tumbling average: aligned beside the epoch",
                        "tumbling",
                        "#time_batch(60 sec, 0L)",
                        "#time_batch(60 sec, 1L)"),
                rule(
                        "silence: the ms at the end dropped",
                        "silence",
                        "seen + 60000 as time\n  from Metric#unique(host, service)#timetolive(seen + 60000 + 1)",
                        "seen + 60000 as time\n  from Metric#unique(host, service)#timetolive(seen + 60000)"),
                rule(
                        "silence: what is replaced at the end rings",
                        "silence",
                        "where current_timestamp > seen + 60000;\n@Name('change')",
                        "where current_timestamp >= seen + 60000;\n@Name('change')"),
                rule(
                        "silence: own time for the clock",
                        "silence",
                        "seen + 60000 as time\n  from Metric#unique(host, service)#timetolive(seen + 60000 + 1)",
                        "seen + 60000 as time\n  from Metric#unique(host, service)#timetolive(time + 60000 + 1)"),
                rule(
                        "change: of the last but one",
                        "change",
                        "#length(2) where prev(1, metric) is not null",
                        "#length(3) where prev(2, metric) is not null"),
                rule(
                        "absence: <= for <",
                        "missing",
                        "where p.host = q.host) < q.seen - 60000",
                        "where p.host = q.host) <= q.seen - 60000"),
                rule(
                        "for a minute: < for <=",
                        "lasting",
                        "metric <= 90, host = a.host))];\n@Name('minute')",
                        "metric < 90, host = a.host))];\n@Name('minute')"),
                rule("resolveAfter a ms short", "alerts", "resolveAfter = '60 sec'", "resolveAfter = '59.999 sec'"));
    }
}
