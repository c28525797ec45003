package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.DerivedEventJson;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.JournalEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A log evaluated once from end to end, and again from places in its middle by engines that are built there. */
final class Rebuilding {
    /** A mark lies up to so much further back than it must. */
    private static final long SPACING = 600_000;
    /** How many messages are compared behind each place; twice what the longest window holds. */
    private static final int TAIL = 700;

    private final RuleSet rules;
    private final Settings settings;
    private final List<Message> log;
    private final long horizon;
    private final long spacing;
    private final List<String> told = new ArrayList<>();
    /** How much had been told before the message of each index. */
    private final List<Integer> toldBefore = new ArrayList<>();

    private final Map<Integer, Settings> plan;
    private final List<JournalEntry> changes = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    /** What the store would hold at a place, and how much had been told by then. */
    private record Point(Checkpoint at, Mark mark, List<OpenAlert> open, long derived, int told) {}

    /**
     * Evaluates the log from end to end.
     *
     * @param places how many places to rebuild at, drawn by {@code random} over the time of the log
     */
    Rebuilding(RuleSet rules, Settings settings, List<Message> log, int places, SplittableRandom random)
            throws Exception {
        this(rules, settings, log, places, random, rules.horizon(settings), SPACING, Map.of());
    }

    /**
     * The same, with settings that change.
     *
     * @param plan other settings by the index of the message behind which they take effect
     */
    Rebuilding(
            RuleSet rules,
            Settings settings,
            List<Message> log,
            int places,
            SplittableRandom random,
            Map<Integer, Settings> plan)
            throws Exception {
        this(rules, settings, log, places, random, rules.horizon(settings), 1, plan);
    }

    /**
     * The same, with marks as late as they may be.
     *
     * @param horizon how far back a mark lies at least, ms
     */
    Rebuilding(RuleSet rules, Settings settings, List<Message> log, int places, SplittableRandom random, long horizon)
            throws Exception {
        this(rules, settings, log, places, random, horizon, 1, Map.of());
    }

    private Rebuilding(
            RuleSet rules,
            Settings settings,
            List<Message> log,
            int places,
            SplittableRandom random,
            long horizon,
            long spacing,
            Map<Integer, Settings> plan)
            throws Exception {
        this.plan = plan;
        this.rules = rules;
        this.settings = settings;
        this.log = log;
        this.horizon = horizon;
        this.spacing = spacing;
        TreeSet<Integer> drawn = new TreeSet<>();
        while (drawn.size() < places) {
            drawn.add(lastBefore(random.nextLong(
                    log.get(0).timestamp() + 1, log.get(log.size() - 1).timestamp())));
        }
        straight(drawn, random);
    }

    private int lastBefore(long time) {
        int i = 0;
        while (log.get(i + 1).timestamp() < time) {
            i++;
        }
        return i;
    }

    private void straight(Set<Integer> places, SplittableRandom random) {
        Router router = new Router(rules.rules(), this::tell);
        DerivedEvents derived = new DerivedEvents("me", 0);
        Map<List<String>, Metric> lastEvents = new LinkedHashMap<>();
        Consumer<Metric> seen = event -> {
            lastEvents.remove(List.of(event.host(), event.service()));
            lastEvents.put(List.of(event.host(), event.service()), event);
        };
        Consequences consequences = new Consequences(router, derived, this::tell, seen, new Counters());
        Decoder decoder = new Decoder(settings.decode(), new Counters());
        Checkpoint start = new Checkpoint(0, ClockState.START);
        marks.add(Mark.empty(start));
        try (Evaluator evaluator = new Evaluator(rules, settings, start, consequences)) {
            for (int i = 0; i < log.size(); i++) {
                Message m = log.get(i);
                toldBefore.add(told.size());
                evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
                marks.add(new Mark(evaluator.position(), List.copyOf(lastEvents.values())));
                if (places.contains(i)) {
                    if (random.nextBoolean() && i + 1 < log.size()) {
                        evaluator.tick(
                                random.nextLong(m.timestamp(), log.get(i + 1).timestamp() + 1));
                    }
                    Checkpoint at = evaluator.position();
                    points.add(new Point(at, mark(at, random), router.openAlerts(), derived.number(), told.size()));
                }
                Settings changed = plan.get(i);
                if (changed != null) {
                    changes.add(Journal.tuned(changed, evaluator.position()));
                    evaluator.settings(changed);
                }
            }
            toldBefore.add(told.size());
        }
    }

    private Mark mark(Checkpoint at, SplittableRandom random) {
        long latest = at.clock().clock() - horizon - random.nextLong(spacing);
        Mark found = marks.get(0);
        for (Mark mark : marks) {
            if (mark.at().clock().clock() <= latest) {
                found = mark;
            }
        }
        return found;
    }

    private void tell(Alert alert) {
        told.add(AlertJson.write(alert));
    }

    private void tell(DerivedEvent event) {
        told.add(DerivedEventJson.write(event));
    }

    /** Every alert and derived event of the run from end to end, as JSON. */
    List<String> told() {
        return told;
    }

    /**
     * Builds an engine at each place, lets it evaluate on, and answers at how many places it told other than the straight
     * run did.
     *
     * @param change what to do to the mark first
     */
    int differences(UnaryOperator<Mark> change) throws Exception {
        int differences = 0;
        for (Point point : points) {
            differences += rebuilt(point, change.apply(point.mark())).equals(next(point)) ? 0 : 1;
        }
        return differences;
    }

    private int end(Point point) {
        return (int) Math.min(log.size(), point.at().sequence() + TAIL);
    }

    /** What the straight run told of the messages that the rebuilt engine evaluates. */
    private List<String> next(Point point) {
        return told.subList(point.told(), toldBefore.get(end(point)));
    }

    private List<String> rebuilt(Point point, Mark mark) throws Exception {
        Rebuilt rest = new Rebuilt(new ArrayList<>());
        List<JournalEntry> entries =
                new ArrayList<>(List.of(Journal.tuned(settings, new Checkpoint(0, ClockState.START))));
        entries.addAll(changes);
        Journal journal = Journal.of(entries, List.of(), settings);
        Router router = new Router(rules.rules(), rest::tell);
        Warmup warmup = new Warmup(rules, journal, mark, Warmup.known(rules.rules()), router::learn);
        try (Evaluator evaluator = warmup.evaluator()) {
            warmup.feed(new MemoryLog(log), point.at());
            if (!rest.told().isEmpty()) {
                throw new AssertionError("told while muted: " + rest.told());
            }
            router.restore(point.open());
            evaluator.steps(new Consequences(
                    router, new DerivedEvents("me", point.derived()), rest::tell, event -> {}, new Counters()));
            Decoder decoder = new Decoder(settings.decode(), new Counters());
            int era = journal.era(point.at().sequence() + 1);
            for (Message m : log.subList((int) point.at().sequence(), end(point))) {
                while (era < journal.era(m.sequence())) {
                    journal.change(++era).tell(evaluator);
                }
                evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
            }
        }
        return rest.told();
    }

    private record Rebuilt(List<String> told) {
        void tell(Alert alert) {
            told.add(AlertJson.write(alert));
        }

        void tell(DerivedEvent event) {
            told.add(DerivedEventJson.write(event));
        }
    }
}
