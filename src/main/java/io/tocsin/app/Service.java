package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.model.RuleLoad;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Repairs;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.pipeline.send.Dispatcher;
import io.tocsin.pipeline.send.Sink;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.Store;
import io.tocsin.store.StoredOutbox;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: the one place where the stages are wired. Each thread has its name: {@code tocsin-source} receives
 * and decodes, {@code tocsin-engine} evaluates, routes and stores, {@code tocsin-marks} stores marks,
 * {@code tocsin-history} drops old changes of alerts, {@code tocsin-rules} watches the rule folder,
 * {@code tocsin-budget} looks at what rules cost, {@code tocsin-send-*} send. While windows are rebuilt
 * {@code tocsin-warm-source} reads and decodes.
 */
public final class Service implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Service.class);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final long JOIN_MS = 30_000;

    private final Counters counters = new Counters();
    private final InputQueue queue = new InputQueue();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final Settings settings;
    private final Store store;
    private final MessageLog source;
    private final Dispatcher dispatcher;
    private final List<String> sinks;
    private final OutboxLimit outboxLimit;
    private final Map<String, Long> waitedBefore;
    private final EngineLoop engine;
    private final Thread engineThread;
    private final Thread marksThread;
    private final Thread historyThread;
    private final Thread sourceThread;
    private final RuleWatch watch;
    private final Thread rulesThread;
    private final Thread budgetThread;
    private final RuleBudget budget;
    private boolean closed;
    private @Nullable Totals totals;

    /**
     * Starts the service: compiles the rules, rebuilds the engine from the log, and guards when this returns.
     *
     * @param rules the rule folder
     * @param extra sinks of alerts beside those of the settings; closed by the service
     * @param acceptReset whether to go on at the beginning of a log that is no longer the one that was read; only if it is not
     * @throws RuleException if the rules are not usable; nothing was started
     * @throws LogException if the log cannot be read; everything is closed again
     * @throws IllegalArgumentException if a sink cannot be made of its settings, with the key; or if a reset is to be accepted
     *     and there is none
     * @throws io.tocsin.store.StoreException if the state folder is not usable
     */
    public static Service start(Settings settings, Path rules, List<Sink> extra, boolean acceptReset)
            throws RuleException, LogException, InterruptedException {
        return start(settings, Reloading.plain(settings), rules, extra, acceptReset);
    }

    /**
     * The same with changes while it runs.
     *
     * @param reloading what it goes by then
     */
    public static Service start(
            Settings settings, Reloading reloading, Path rules, List<Sink> extra, boolean acceptReset)
            throws RuleException, LogException, InterruptedException {
        RuleFolder folder = new RuleFolder(rules);
        List<RuleFile> files = folder.read();
        RuleSet set = new RuleCompiler(settings).compile(files, folder::shown);
        set.warnings().forEach(warning -> log.warn("{}", warning.warning()));
        Opened opened = new Opened();
        try {
            List<Sink> alertSinks = new ArrayList<>();
            extra.forEach(sink -> alertSinks.add(opened.add(sink)));
            Sinks.alerts(settings).forEach(sink -> alertSinks.add(opened.add(sink)));
            Sink derived = opened.add(Sinks.derived(settings));
            Sink letters = Sinks.deadLetters(settings);
            if (letters != null) {
                opened.add(letters);
            }
            Store store = opened.add(Store.open(settings.state().folder()));
            MessageLog reader = opened.add(
                    new NatsStreamingLog(settings.log(), settings.log().client()));
            Service service = new Service(
                    settings,
                    reloading,
                    folder,
                    files,
                    set,
                    alertSinks,
                    derived,
                    letters,
                    store,
                    reader,
                    opened,
                    acceptReset);
            service.begin();
            return service;
        } catch (LogException | InterruptedException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private Service(
            Settings settings,
            Reloading reloading,
            RuleFolder folder,
            List<RuleFile> files,
            RuleSet rules,
            List<Sink> alertSinks,
            Sink derivedSink,
            @Nullable Sink letterSink,
            Store store,
            MessageLog source,
            Opened opened,
            boolean acceptReset)
            throws LogException, InterruptedException {
        this.settings = settings;
        this.store = store;
        this.source = source;
        List<Sink> all = new ArrayList<>(alertSinks);
        all.add(derivedSink);
        if (letterSink != null) {
            all.add(letterSink);
        }
        sinks = all.stream().map(Sink::name).toList();
        outboxLimit = new OutboxLimit(store.outbox(), sinks, settings.state().outbox(), counters);
        waitedBefore = store.outbox().waitingBySink();
        dispatcher = new Dispatcher(
                new StoreOutbox(store.outbox()), all, settings.sinks().retry(), new SecureRandom(), this::sendingFails);

        Checkpoint at = new StartPlace(settings, rules, store, source).find(acceptReset);
        RuleCounts counted = new RuleCounts();
        Committer committer = new Committer(
                store, alertSinks.stream().map(Sink::name).toList(), derivedSink.name(), at, counted, dispatcher::wake);
        Router router = new Router(rules.rules(), committer::alert);
        router.restore(store.feedGap().orElse(null), store.heldAlerts());
        long horizon = rules.horizon(settings);
        Mark mark = store.marks().before(at, horizon).orElse(Mark.empty(at));
        LastEvents lastEvents = new LastEvents(settings.state().sensors());
        List<JournalEntry> changes = Journal.changes(store.journal(), settings, rules, at, mark.at());
        Warmup warmup = warm(rules, mark, at, changes, event -> {
            router.learn(event);
            lastEvents.note(event);
        });
        opened.add(warmup.evaluator());
        MarkKeeper marks = new MarkKeeper(
                store.marks(), lastEvents, horizon, settings.state().remember().toMillis(), mark.at());
        DerivedEvents derived = new DerivedEvents(store.producer(), store.derived());
        FeedGaps gaps = new FeedGaps(settings.feed(), router, committer::journal);
        engine = new EngineLoop(
                queue, warmup.evaluator(), router, derived, committer, marks, gaps, outboxLimit, counted, counters);
        engine.unmute(rules, warmup.scratch(), store.openAlerts(), store.knownRules(), store.ruleStatuses(), changes);

        engineThread = thread("tocsin-engine", engine);
        marksThread = thread("tocsin-marks", marks);
        historyThread =
                thread("tocsin-history", new HistoryKeeper(store.history(), settings.state(), engine::position));
        sourceThread = thread(
                "tocsin-source", new SourceLoop(() -> readFrom(at.sequence() + 1), queue, engineThread, this::fail));
        budget = new RuleBudget(settings.rules().budget());
        budgetThread = thread("tocsin-budget", new BudgetWatch(engineThread, engine, budget, store.reloads()::loads));
        Reloader reloader = new Reloader(
                folder, store, this::warmingLog, new EngineTasks(queue), engine, reloading.gate(), rules, settings);
        watch = new RuleWatch(
                folder,
                reloading.source(),
                store.reloads(),
                reloader,
                settings,
                Candidate.started(folder, files, settings));
        rulesThread = thread("tocsin-rules", watch);
    }

    private void begin() {
        dispatcher.start();
        marksThread.start();
        historyThread.start();
        engineThread.start();
        sourceThread.start();
        rulesThread.start();
        budgetThread.start();
    }

    private Warmup warm(RuleSet rules, Mark mark, Checkpoint at, List<JournalEntry> changes, Consumer<Metric> learn)
            throws LogException, InterruptedException {
        long start = System.nanoTime();
        Journal journal = Journal.stored(store, mark.at(), changes, settings);
        Warmup warmup = new Warmup(rules, journal, mark, store.knownRules(), learn);
        boolean fed = false;
        try (MessageLog reader = warmingLog()) {
            warmup.feed(reader, at);
            warmup.evaluator().leaveThread();
            Retention.shortfall(reader, rules.horizon(settings)).ifPresent(log::warn);
            fed = true;
        } finally {
            if (!fed) {
                warmup.evaluator().close();
            }
        }
        if (warmup.messages() > 0) {
            log.info(
                    "windows rebuilt from the last events of {} sensors and {} messages, {} to {}, in {} ms",
                    mark.lastEvents().size(),
                    warmup.messages(),
                    mark.at().sequence() + 1,
                    at.sequence(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        Lack lack = warmup.lack(at, settings);
        if (!lack.isNone()) {
            log.warn("{}", lack);
        }
        return warmup;
    }

    private MessageLog warmingLog() {
        return new NatsStreamingLog(settings.log(), settings.log().client() + "-warm");
    }

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler((t, e) -> fail(e));
        return thread;
    }

    private void readFrom(long sequence) throws LogException, InterruptedException {
        Intake intake = new Intake(
                queue,
                settings.decode(),
                counters,
                settings.decode().deadLetter() != null,
                settings.feed().down().toMillis());
        source.read(sequence, MessageLog.FOLLOW, intake);
    }

    private void sendingFails(String sink, Throwable reason) {
        log.error("sink {}: {}", sink, reason.getMessage());
    }

    private void fail(Throwable reason) {
        queue.close();
        failure.completeExceptionally(reason);
    }

    /**
     * Waits until the service cannot go on.
     *
     * @throws ExecutionException with the reason
     */
    public void await() throws ExecutionException, InterruptedException {
        failure.get();
    }

    /** Has rules and settings read at once, and what changed of them brought into effect; does not wait for it. */
    public void reload() {
        watch.reload();
    }

    /** What it reads. */
    public String source() {
        return source.describe();
    }

    /** What happened to the messages received so far. */
    public Counters counters() {
        return counters;
    }

    /** What had to be put right between the log and the engine so far. */
    public Repairs repairs() {
        return source.repairs();
    }

    /** What each rule takes of the engine's time and holds, by name; empty at first. Safe for any thread. */
    public List<RuleLoad> loads() {
        return budget.loads();
    }

    /** How far the log has been evaluated; behind {@link #counters} by what is on its way. */
    public Checkpoint position() {
        return engine.position();
    }

    /** How much has reached a sink. */
    public long sent(String sink) {
        return dispatcher.counts(sink).sent();
    }

    /** Whether it cannot go on. */
    public boolean hasFailed() {
        return failure.isCompletedExceptionally();
    }

    /** Waits until everything in the outbox has reached its sink; false if the limit passes first. */
    public boolean awaitSent(Duration limit) throws InterruptedException {
        return dispatcher.awaitIdle(limit);
    }

    /**
     * Stops as {@link #close} does, and tells what became of everything since the start.
     *
     * @throws ExecutionException if something could not be finished, with the reason; the next start does it again
     */
    public synchronized Totals stop() throws ExecutionException, InterruptedException {
        close();
        Totals result = totals;
        return result == null ? requireFinished() : result;
    }

    private Totals requireFinished() throws ExecutionException, InterruptedException {
        failure.get();
        throw new InterruptedException("interrupted while stopping");
    }

    /** Stops cleanly: what was taken in is finished and stored, and what can be sent within 10 s is sent. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            outboxLimit.close();
            rulesThread.interrupt();
            historyThread.interrupt();
            budgetThread.interrupt();
            rulesThread.join(JOIN_MS);
            historyThread.join(JOIN_MS);
            source.close();
            sourceThread.join(JOIN_MS);
            if (!source.repairs().equals(Repairs.NONE)) {
                log.info("{}", source.repairs());
            }
            if (engineThread.isAlive() && queue.put(new Input.End())) {
                engineThread.join(JOIN_MS);
            }
            if (engineThread.isAlive()) {
                fail(new TimeoutException("what was taken in could not be evaluated and stored within "
                        + TimeUnit.MILLISECONDS.toSeconds(JOIN_MS) + " s; the next start does it again"));
            }
            if (!failure.isCompletedExceptionally() && !dispatcher.awaitIdle(DRAIN_LIMIT)) {
                log.warn(
                        "{} entries still wait to be sent; the next start sends them",
                        store.outbox().waiting(sinks));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engineThread.interrupt();
            marksThread.interrupt();
            dispatcher.close();
            try {
                totals = failure.isCompletedExceptionally() || engineThread.isAlive()
                        ? null
                        : engine.totals(counters, outbox());
            } finally {
                store.close();
            }
        }
    }

    private List<Totals.OfSink> outbox() {
        Map<String, StoredOutbox.Flow> flows = store.outbox().flows();
        Map<String, Long> waiting = store.outbox().waitingBySink();
        SortedSet<String> names = new TreeSet<>(sinks);
        names.addAll(flows.keySet());
        names.addAll(waiting.keySet());
        return names.stream()
                .map(name -> {
                    boolean inUse = sinks.contains(name);
                    StoredOutbox.Flow flow = flows.getOrDefault(name, StoredOutbox.Flow.NONE);
                    return new Totals.OfSink(
                            name,
                            waitedBefore.getOrDefault(name, 0L),
                            flow.put(),
                            flow.resent(),
                            inUse ? dispatcher.counts(name).sent() : 0,
                            inUse ? dispatcher.counts(name).setAside() : 0,
                            flow.dropped(),
                            flow.collapsed(),
                            waiting.getOrDefault(name, 0L));
                })
                .toList();
    }
}
