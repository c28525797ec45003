package io.tocsin.reference;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** One thing said twice: by the plain evaluation and by the engine. */
record Comparison(String name, List<?> plain, List<?> engine) {
    /** Each rule's rows, by the rule's name. */
    private static final Map<String, Function<Timeline, List<Fact>>> ROWS = Map.of(
            "threshold", PlainLimits::threshold,
            "change", PlainLimits::change,
            "missing", PlainLimits::missing,
            "sliding", PlainAverages::sliding,
            "minutely", PlainAverages::minutely,
            "tumbling", PlainAverages::tumbling,
            "silence", PlainTimers::silence,
            "lasting", PlainTimers::lasting,
            "minute", PlainTimers::minutes);

    static final List<String> RULES = ROWS.keySet().stream().sorted().toList();

    /** Where the clock stood after each message and tick, what each event was seen at, and what was counted. */
    static final List<String> CLOCK = List.of("clock", "events", "counts");

    static final String ALERTS = "alerts";

    static final List<String> ALL =
            Stream.of(RULES, CLOCK, List.of(ALERTS)).flatMap(List::stream).toList();

    static Comparison of(String name, Timeline timeline, EngineRun run) {
        return switch (name) {
            case "clock" -> new Comparison(name, timeline.places, run.places);
            case "events" -> new Comparison(name, timeline.events, run.events);
            case "counts" ->
                new Comparison(
                        name,
                        List.of(timeline.late, timeline.future, timeline.leaps()),
                        List.of(run.late, run.future, run.leaps));
            case ALERTS -> new Comparison(name, PlainRouting.changes(timeline), run.changes);
            default -> rows(name, Objects.requireNonNull(ROWS.get(name)).apply(timeline), run);
        };
    }

    private static Comparison rows(String rule, List<Fact> plain, EngineRun run) {
        return new Comparison(
                rule,
                plain.stream().sorted(Fact.ORDER).toList(),
                run.facts.stream()
                        .filter(f -> f.rule().equals(rule))
                        // The leaving of an event gives rows too; what they say is what the next event's row says
                        // again.
                        .filter(f -> !(rule.equals("sliding") && f.timer()))
                        .sorted(Fact.ORDER)
                        .toList());
    }

    boolean differs() {
        return !plain.equals(engine);
    }

    /** Where the two part, with what was said last alike, or nothing. */
    String firstDifference() {
        int i = 0;
        while (i < plain.size() && i < engine.size() && plain.get(i).equals(engine.get(i))) {
            i++;
        }
        return differs()
                ? name + " " + i + "\n before: " + at(plain, i - 1) + "\n plain:  " + at(plain, i) + "\n engine: "
                        + at(engine, i)
                : "";
    }

    private static String at(List<?> list, int i) {
        return i >= 0 && i < list.size() ? list.get(i).toString() : "nothing";
    }
}
