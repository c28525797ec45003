package io.tocsin.app;

import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.Mark;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.store.Store;
import io.tocsin.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the rule folder and brings changed rules into effect: the whole new set is compiled and checked, an engine with it
 * is warmed from the log while the old one keeps guarding, and they are swapped between two messages. A broken set leaves
 * the old one running. Runs on a thread of its own.
 *
 * <p>The content is compared, not file times: an editor's rename, a checkout, a symlink and a swapped mount all show.
 */
final class RuleWatch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(RuleWatch.class);
    private static final int ATTEMPTS = 3;
    private static final int NEARLY_THERE = 64;
    private static final long TASK_LIMIT_S = 60;

    private final RuleFolder folder;
    private final Settings settings;
    private final Store store;
    private final Supplier<MessageLog> logs;
    private final InputQueue queue;
    private final EngineLoop engine;

    private RuleSet running;
    private @Nullable List<RuleFile> handled;
    private String refusal = "";

    /**
     * Watches from now on.
     *
     * @param files what {@code running} was compiled from
     * @param logs gives a reader of the log of its own for each warm-up
     */
    RuleWatch(
            RuleFolder folder,
            Settings settings,
            Store store,
            Supplier<MessageLog> logs,
            InputQueue queue,
            EngineLoop engine,
            RuleSet running,
            List<RuleFile> files) {
        this.folder = folder;
        this.settings = settings;
        this.store = store;
        this.logs = logs;
        this.queue = queue;
        this.engine = engine;
        this.running = running;
        this.handled = files;
    }

    /** Runs until interrupted. */
    @Override
    public void run() {
        List<RuleFile> before = handled;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(settings.rules().poll().toMillis());
                List<RuleFile> now = read();
                // The same twice: nobody is in the middle of saving.
                if (now != null && now.equals(before) && !now.equals(handled)) {
                    handled = now;
                    reload(now);
                }
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable List<RuleFile> read() {
        try {
            return folder.read();
        } catch (RuleException e) {
            refuse(e);
            handled = null;
            return null;
        }
    }

    private void refuse(RuleException e) {
        String report = e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
        if (!report.equals(refusal)) {
            refusal = report;
            log.error("the changed rules are refused, the old ones keep running:{}", report);
        }
    }

    private void reload(List<RuleFile> files) throws InterruptedException {
        try {
            RuleSet next = new RuleCompiler(settings).compile(files, folder::shown);
            refusal = "";
            if (next.fingerprint().equals(running.fingerprint())) {
                log.info("the rule files changed, their meaning did not");
                return;
            }
            next.warnings().forEach(warning -> log.warn("{}", warning.warning()));
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                if (swap(next)) {
                    running = next;
                    return;
                }
            }
            log.error("the changed rules could not catch up with the stream, the old ones keep running; save a file to"
                    + " try again");
        } catch (RuleException e) {
            refuse(e);
        } catch (LogException | RuntimeException e) {
            log.error("the changed rules could not be warmed, the old ones keep running: {}", e.getMessage());
        }
    }

    /** Answers false where the stream was faster than the warm-up. */
    private boolean swap(RuleSet next) throws InterruptedException, LogException {
        long start = System.nanoTime();
        Tail tail = new Tail();
        Checkpoint at = onEngine(() -> engine.beginTail(tail));
        boolean swapped = false;
        long horizon = next.horizon(settings);
        Mark mark = store.marks().before(at, horizon).orElse(Mark.empty(at));
        Journal journal = Journal.stored(store, mark.at(), List.of(), settings);
        Warmup warmup = new Warmup(next, journal, mark, store.knownRules(), metric -> {});
        try (MessageLog reader = logs.get()) {
            warmup.feed(reader, at);
            while (tail.size() > NEARLY_THERE && !tail.overflowed()) {
                Input input = tail.poll(1);
                if (input != null) {
                    warmup.feed(input);
                }
            }
            if (tail.overflowed()) {
                return false;
            }
            long pause = onEngine(() -> {
                long paused = System.nanoTime();
                engine.swap(warmup, mark.at(), horizon);
                return System.nanoTime() - paused;
            });
            swapped = true;
            Lack lack = warmup.lack(at, settings);
            if (!lack.isNone()) {
                log.warn("{}", lack);
            }
            report(next, warmup, System.nanoTime() - start, pause);
            return true;
        } finally {
            if (!swapped) {
                warmup.evaluator().close();
                onEngine(() -> {
                    engine.endTail();
                    return true;
                });
            }
        }
    }

    private <T> T onEngine(Supplier<T> work) throws InterruptedException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                done.complete(work.get());
            } catch (StoreException e) {
                done.completeExceptionally(e);
                throw e; // what was to be stored is half done: the engine must not go on
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        };
        if (!queue.put(new Input.Task(task))) {
            throw new InterruptedException("the engine has stopped");
        }
        try {
            return done.get(TASK_LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the engine did not answer: " + e.getMessage(), e);
        }
    }

    private void report(RuleSet next, Warmup warmup, long nanos, long pauseNanos) {
        Map<String, String> old = fingerprints(running);
        Map<String, String> now = fingerprints(next);
        log.info(
                "rules reloaded: added {}, changed {}, removed {}; warmed over {} messages in {} ms, engine paused {} ms",
                now.keySet().stream().filter(n -> !old.containsKey(n)).sorted().toList(),
                now.keySet().stream()
                        .filter(n -> old.containsKey(n) && !Objects.equals(now.get(n), old.get(n)))
                        .sorted()
                        .toList(),
                old.keySet().stream().filter(n -> !now.containsKey(n)).sorted().toList(),
                warmup.messages(),
                TimeUnit.NANOSECONDS.toMillis(nanos),
                TimeUnit.NANOSECONDS.toMillis(pauseNanos));
    }

    private static Map<String, String> fingerprints(RuleSet set) {
        return set.rules().stream()
                .collect(Collectors.toMap(Rule::name, r -> r.fingerprint() + r.alert() + r.publish(), (a, b) -> a));
    }
}
