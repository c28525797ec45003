package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.evaluate.EvaluationCounts;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.JournalSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a replay, muted before the stretch. Where the journal has other rules take over, their engine is warmed
 * beside the one that runs, from the message from which it was warmed then. Owned by one thread.
 */
final class ReplayEngine implements AutoCloseable {
    private final Course course;
    private final Stretch stretch;
    private final Counters counters;
    private final Consumer<Alert> alerts;
    private final @Nullable Consumer<ReplayStep> watcher;
    private final Router router;
    private final DerivedEvents derived = new DerivedEvents("replay", 0);
    private final LastEvents lastEvents;
    private final FeedGaps gaps;
    private final Deque<JournalEntry.Rules> toWarm;
    private final Deque<JournalEntry> told;
    private final Deque<Warming> warming = new ArrayDeque<>();
    private final Deque<Commit.Correction> corrections;
    private final Map<String, Long> failures = new TreeMap<>();

    private RuleSet rules;
    private int era;
    private Steps steps;
    private @Nullable WatchedSteps watched;
    private Evaluator evaluator;
    private EvaluationCounts before = EvaluationCounts.NONE;
    private EvaluationCounts muted = EvaluationCounts.NONE;
    private boolean isMuted = true;
    private long derivedEvents;

    /** Rules that are to take over, and their engine so far. */
    private record Warming(JournalEntry.Rules entry, RuleSet rules, Warmup warmup) {}

    /**
     * Starts cold at the first message to be warmed over.
     *
     * @param counters told of what is too late
     * @param alerts gets each change from the stretch's first message on
     * @param watcher gets each step from there on, or null
     * @throws RuleException if rules of the journal are no longer accepted
     */
    ReplayEngine(
            Course course,
            Stretch stretch,
            Counters counters,
            Consumer<Alert> alerts,
            @Nullable Consumer<ReplayStep> watcher)
            throws RuleException, InterruptedException {
        this.course = course;
        this.stretch = stretch;
        this.counters = counters;
        this.alerts = alerts;
        this.watcher = watcher;
        long first = stretch.warm();
        rules = course.rules(first);
        router = new Router(rules.rules(), this::alert);
        toWarm = new ArrayDeque<>(course.takeovers(first));
        told = new ArrayDeque<>(course.told(first));
        corrections = course.journal().corrections(first);
        era = course.journal().era(first);
        Settings settings = course.journal().settings(first);
        gaps = new FeedGaps(settings.feed(), router, entry -> {});
        lastEvents = new LastEvents(settings.state().sensors());
        steps = consequences(new Counters(), event -> {});
        evaluator = new Evaluator(rules, settings, new Checkpoint(first - 1, ClockState.START), steps);
    }

    private Consequences consequences(Counters counted, Consumer<DerivedEvent> events) {
        boolean anyToWarm = !toWarm.isEmpty();
        Consumer<Metric> seen = anyToWarm ? lastEvents::note : event -> {};
        return new Consequences(router, derived, events, seen, counted);
    }

    private void alert(Alert alert) {
        if (!isMuted && course.tells(alert.rule())) {
            alerts.accept(alert);
            if (watched != null) {
                watched.alert(alert);
            }
        }
    }

    private void unmute() {
        isMuted = false;
        muted = before.plus(evaluator.counts());
        steps = consequences(counters, event -> derivedEvents++);
        if (watcher != null) {
            watched = new WatchedSteps(steps, watcher);
            steps = watched;
        }
        evaluator.steps(steps);
    }

    void message(Input.Received m) throws RuleException, InterruptedException {
        before(m.sequence());
        if (course.snapshot() == null) {
            gaps.before(m.timestamp(), evaluator.position());
        }
        evaluator.message(m.sequence(), m.timestamp(), m.readings());
        gaps.behind(evaluator.position());
        warming.forEach(next -> next.warmup().feed(m));
    }

    /** Does what the journal has between the last message and this one. */
    private void before(long sequence) throws RuleException, InterruptedException {
        while (!toWarm.isEmpty() && toWarm.getFirst().from().sequence() < sequence) {
            warm(toWarm.removeFirst());
        }
        while (!told.isEmpty() && told.getFirst().after() < sequence) {
            JournalEntry entry = told.removeFirst();
            if (entry instanceof JournalEntry.Gap gap) {
                correct(gap.clock());
                gaps.obey(gap, evaluator.position());
            } else if (entry instanceof JournalEntry.Settings) {
                obey(course.journal().change(++era));
            } else {
                takeOver(warming.removeFirst());
            }
        }
        if (isMuted && sequence >= stretch.from()) {
            unmute();
        }
        while (!corrections.isEmpty() && corrections.getFirst().sequence() <= sequence) {
            correct(corrections.removeFirst().clock());
        }
    }

    private void obey(Journal.Change change) {
        change.tell(evaluator);
        gaps.settings(change.settings().feed());
        warming.forEach(next -> change.tell(next.warmup().evaluator()));
    }

    private void correct(long clock) {
        evaluator.correct(clock);
        warming.forEach(next -> next.warmup().evaluator().correct(clock));
    }

    private void warm(JournalEntry.Rules entry) throws RuleException, InterruptedException {
        RuleSet next = course.compile(entry);
        RuleSet last = warming.isEmpty() ? rules : warming.getLast().rules();
        List<Metric> known = lastEvents.take(-1, Long.MIN_VALUE).changed().stream()
                .sorted(LastEvents.Entry.IN_ORDER)
                .map(LastEvents.Entry::event)
                .toList();
        warming.add(new Warming(
                entry,
                next,
                new Warmup(
                        next,
                        course.journal(),
                        new Mark(evaluator.position(), known),
                        Warmup.known(last.rules()),
                        event -> {})));
    }

    private void takeOver(Warming next) {
        if (next.entry().at().clock().isSet()) {
            long clock = next.entry().at().clock().clock();
            correct(clock);
            next.warmup().evaluator().correct(clock);
        }
        Evaluator old = evaluator;
        before = before.plus(old.counts());
        old.failures().forEach((rule, n) -> failures.merge(rule, n, Long::sum));
        evaluator = next.warmup().evaluator();
        before = before.minus(evaluator.counts());
        evaluator.steps(steps);
        rules = next.rules();
        Checkpoint at = evaluator.position();
        router.replaceRules(rules.rules(), next.warmup().scratch(), at.clock().clock(), at.sequence());
        if (watched != null) {
            watched.tellChanges(at.clock().clock(), at.sequence());
        }
        old.close();
    }

    /** Goes on to the place that the service had reached, if the stretch ends there. */
    void finish() throws RuleException, InterruptedException {
        JournalSnapshot snapshot = course.snapshot();
        if (snapshot != null
                && evaluator.position().sequence() == snapshot.checkpoint().sequence()) {
            before(snapshot.checkpoint().sequence() + 1);
            correct(snapshot.checkpoint().clock().clock());
        }
    }

    Checkpoint position() {
        return evaluator.position();
    }

    boolean isMuted() {
        return isMuted;
    }

    /** What was evaluated unmuted. */
    EvaluationCounts counts() {
        return isMuted ? EvaluationCounts.NONE : before.plus(evaluator.counts()).minus(muted);
    }

    long derivedEvents() {
        return derivedEvents;
    }

    /** How often each rule failed on an event, by name. */
    Map<String, Long> failures() {
        Map<String, Long> all = new TreeMap<>(failures);
        evaluator.failures().forEach((rule, n) -> all.merge(rule, n, Long::sum));
        return all;
    }

    @Override
    public void close() {
        List<Evaluator> open = new ArrayList<>();
        warming.forEach(next -> open.add(next.warmup().evaluator()));
        open.add(evaluator);
        open.forEach(Evaluator::close);
    }
}
