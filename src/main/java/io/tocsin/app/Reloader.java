package io.tocsin.app;

import io.tocsin.config.Meaning;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.Mark;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changed rules and variables into effect, all or nothing: the whole new set is compiled and checked; where rules
 * changed, an engine with it is warmed from the log while the old one keeps guarding, and they are swapped between two
 * messages; where only values of variables did, the engine that runs is told of them. Owned by one thread.
 */
final class Reloader {
    private static final Logger log = LoggerFactory.getLogger(Reloader.class);
    private static final int ATTEMPTS = 3;
    private static final int NEARLY_THERE = 64;
    /** Inputs that may be fed in addition so that the engine, while it stands still, has next to none to be fed. */
    private static final int LAST_STRETCH = 256;

    private static final double NANOS_PER_MS = 1e6;

    private record Swapped(Evaluator old, long pause) {}

    private final RuleFolder folder;
    private final Store store;
    private final Supplier<MessageLog> logs;
    private final EngineTasks tasks;
    private final EngineLoop engine;
    private final RuleGate gate;

    private RuleSet running;
    private Settings settings;

    /**
     * @param logs gives a reader of the log of its own for each warm-up
     * @param running the rules that run
     * @param settings those in effect
     */
    Reloader(
            RuleFolder folder,
            Store store,
            Supplier<MessageLog> logs,
            EngineTasks tasks,
            EngineLoop engine,
            RuleGate gate,
            RuleSet running,
            Settings settings) {
        this.folder = folder;
        this.store = store;
        this.logs = logs;
        this.tasks = tasks;
        this.engine = engine;
        this.gate = gate;
        this.running = running;
        this.settings = settings;
    }

    /**
     * Brings into effect what of a candidate can be while it runs: rules, and variables for them.
     *
     * @param expected the fingerprint that they must have, or null for any
     */
    ReloadReport apply(Candidate candidate, @Nullable String expected) throws InterruptedException {
        if (!candidate.problems().isEmpty()) {
            return refused(candidate.problems());
        }
        Settings next = settings.withVariables(candidate.settings().rules().variables());
        try {
            RuleSet set = accepted(candidate, next);
            if (expected != null && !expected.equals(set.fingerprint(next))) {
                return ReloadReport.of(
                        ReloadReport.Kind.FAILED,
                        "the rules and variables that the service reads are not those that were compared, and take no"
                                + " effect: it reads another folder, or they were changed since, or other settings wait"
                                + " for the next start; compare again");
            }
            return apply(set, next);
        } catch (RuleException e) {
            return refused(e.problems());
        } catch (LogException | RuntimeException e) {
            return ReloadReport.of(
                    ReloadReport.Kind.FAILED,
                    "the changed rules could not be warmed, the old ones keep running: " + e.getMessage());
        }
    }

    private static ReloadReport refused(List<Problem> problems) {
        return ReloadReport.refused(problems.stream().map(Problem::toString).toList());
    }

    /** The one place where it is decided whether a set may take over. */
    private RuleSet accepted(Candidate candidate, Settings next) throws RuleException, InterruptedException {
        RuleSet set = new RuleCompiler(next).compile(candidate.files(), folder::shown);
        List<Problem> problems = gate.refuse(folder, set, next);
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return set;
    }

    private ReloadReport apply(RuleSet set, Settings next) throws InterruptedException, LogException {
        boolean tuned = !Meaning.text(next).equals(Meaning.text(settings));
        if (!set.fingerprint().equals(running.fingerprint())) {
            return reload(set, next, tuned);
        }
        ReloadReport report =
                ReloadReport.of(ReloadReport.Kind.UNCHANGED, "the rule files changed, their meaning did not");
        if (tuned) {
            String what = variables(next);
            long after = tasks.run(() -> engine.tune(next));
            settings = next;
            report = ReloadReport.of(
                    ReloadReport.Kind.DONE, what + " in effect after message " + after + "; no window was touched");
        }
        tasks.run(() -> {
            engine.moved(set);
            return true;
        });
        running = set;
        return report;
    }

    /** Names alone: a value may come from a file of secrets. */
    private String variables(Settings next) {
        Map<String, Object> old = settings.rules().variables();
        Map<String, Object> now = next.rules().variables();
        TreeSet<String> changed = Stream.concat(old.keySet().stream(), now.keySet().stream())
                .filter(name -> !Objects.equals(old.get(name), now.get(name)))
                .collect(Collectors.toCollection(TreeSet::new));
        return "variables changed: " + changed + ",";
    }

    private ReloadReport reload(RuleSet set, Settings next, boolean tuned) throws InterruptedException, LogException {
        set.warnings().forEach(warning -> log.warn("{}", warning.warning()));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String swapped = swap(set, tuned ? next : null);
            if (swapped != null) {
                String text = changes(set) + swapped + (tuned ? "; " + variables(next) + " too" : "");
                running = set;
                settings = next;
                return ReloadReport.of(ReloadReport.Kind.DONE, text);
            }
        }
        return ReloadReport.of(
                ReloadReport.Kind.FAILED,
                "the changed rules could not catch up with the stream, the old ones keep running; save a file or call"
                        + " tocsin reload to try again");
    }

    /** Answers what it cost, or null where the stream was faster than the warm-up. */
    private @Nullable String swap(RuleSet next, @Nullable Settings changed) throws InterruptedException, LogException {
        long start = System.nanoTime();
        Tail tail = new Tail();
        Checkpoint at = tasks.run(() -> engine.beginTail(tail));
        Warmup warmup = null;
        boolean swapped = false;
        try {
            long horizon = next.horizon(settings);
            Mark mark = store.marks().before(at, horizon).orElse(Mark.empty(at));
            Journal journal = Journal.stored(store, mark.at(), List.of(), settings);
            warmup = new Warmup(next, journal, mark, store.knownRules(), metric -> {});
            Takeover takeover = Takeover.of(warmup, mark.at(), horizon, changed);
            if (!caughtUp(warmup, at, tail)) {
                return null;
            }
            Warmup warmed = warmup;
            warmed.evaluator().leaveThread();
            Swapped done = tasks.run(() -> {
                long paused = System.nanoTime();
                engine.catchUp(warmed);
                Evaluator old = EngineTasks.whole(() -> engine.takeOver(takeover));
                return new Swapped(old, System.nanoTime() - paused);
            });
            swapped = true;
            try (Evaluator old = done.old()) {
                awaitStored();
            }
            Lack lack = warmed.lack(at, settings);
            if (!lack.isNone()) {
                log.warn("{}", lack);
            }
            return String.format(
                    Locale.ROOT,
                    "; warmed over %d messages in %d ms, engine paused %.1f ms",
                    warmed.messages(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    done.pause() / NANOS_PER_MS);
        } finally {
            if (!swapped) {
                giveUp(warmup);
            }
        }
    }

    /** The commit that the engine makes each second anyway; it is no part of the pause, as messages may come before it. */
    private void awaitStored() throws InterruptedException {
        try {
            tasks.run(engine::store);
        } catch (IllegalStateException e) {
            // The rules run. An engine that is held up stores it later; one that has failed says so itself.
            log.debug("the takeover of the rules is not stored yet", e);
        }
    }

    private boolean caughtUp(Warmup warmup, Checkpoint at, Tail tail) throws LogException, InterruptedException {
        try (MessageLog reader = logs.get()) {
            warmup.feed(reader, at);
        }
        int more = LAST_STRETCH;
        while (!tail.overflowed() && (tail.size() > NEARLY_THERE || (tail.size() > 0 && more-- > 0))) {
            Input input = tail.poll(1);
            if (input != null) {
                warmup.feed(input);
            }
        }
        return !tail.overflowed();
    }

    private void giveUp(@Nullable Warmup warmup) throws InterruptedException {
        if (warmup != null) {
            warmup.evaluator().close();
        }
        tasks.run(() -> {
            engine.endTail();
            return true;
        });
    }

    private String changes(RuleSet next) {
        Map<String, String> old = fingerprints(running);
        Map<String, String> now = fingerprints(next);
        List<String> changed = new ArrayList<>(now.keySet());
        changed.removeIf(n -> !old.containsKey(n) || Objects.equals(now.get(n), old.get(n)));
        return "rules reloaded: added "
                + now.keySet().stream()
                        .filter(n -> !old.containsKey(n))
                        .sorted()
                        .toList() + ", changed "
                + changed.stream().sorted().toList() + ", removed "
                + old.keySet().stream()
                        .filter(n -> !now.containsKey(n))
                        .sorted()
                        .toList();
    }

    private static Map<String, String> fingerprints(RuleSet set) {
        return set.rules().stream()
                .collect(Collectors.toMap(Rule::name, r -> r.fingerprint() + r.alert() + r.publish(), (a, b) -> a));
    }
}
