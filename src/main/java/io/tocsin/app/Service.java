package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
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
import io.tocsin.store.Commit;
import io.tocsin.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: the one place where the stages are wired. Each thread has its name: {@code tocsin-source} receives
 * and decodes, {@code tocsin-engine} evaluates, routes and stores, {@code tocsin-rules} watches the rule folder, {@code
 * tocsin-send-*} send.
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
    private final EngineLoop engine;
    private final Thread engineThread;
    private final Thread sourceThread;
    private final Thread rulesThread;
    private boolean closed;

    /**
     * Starts the service: compiles the rules, rebuilds the engine from the log, and guards when this returns.
     *
     * @param rules the rule folder
     * @param extra sinks of alerts beside those of the settings; closed by the service
     * @throws RuleException if the rules are not usable; nothing was started
     * @throws LogException if the log cannot be read; everything is closed again
     * @throws IllegalArgumentException if a sink cannot be made of its settings; the message names the key
     * @throws io.tocsin.store.StoreException if the state folder is not usable
     */
    public static Service start(Settings settings, Path rules, List<Sink> extra)
            throws RuleException, LogException, InterruptedException {
        RuleFolder folder = new RuleFolder(rules);
        List<RuleFile> files = folder.read();
        RuleSet set = new RuleCompiler(settings).compile(files, folder::shown);
        Opened opened = new Opened();
        try {
            List<Sink> alertSinks = new ArrayList<>();
            extra.forEach(sink -> alertSinks.add(opened.add(sink)));
            Sinks.alerts(settings).forEach(sink -> alertSinks.add(opened.add(sink)));
            Sink derived = opened.add(Sinks.derived(settings));
            Store store = opened.add(Store.open(settings.state().folder()));
            MessageLog source = opened.add(
                    new NatsStreamingLog(settings.log(), settings.log().client()));
            Service service = new Service(settings, folder, files, set, alertSinks, derived, store, source, opened);
            service.begin();
            return service;
        } catch (LogException | InterruptedException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private Service(
            Settings settings,
            RuleFolder folder,
            List<RuleFile> files,
            RuleSet rules,
            List<Sink> alertSinks,
            Sink derivedSink,
            Store store,
            MessageLog source,
            Opened opened)
            throws LogException, InterruptedException {
        this.settings = settings;
        this.store = store;
        this.source = source;
        List<Sink> sinks = new ArrayList<>(alertSinks);
        sinks.add(derivedSink);
        dispatcher = new Dispatcher(
                new StoreOutbox(store), sinks, settings.sinks().retry(), new SecureRandom(), this::sendingFails);

        Checkpoint at = place(rules);
        Committer committer = new Committer(
                store,
                alertSinks.stream().map(Sink::name).toList(),
                derivedSink.name(),
                settings.rules().horizon().toMillis(),
                at,
                dispatcher::wake);
        Router router = new Router(rules.rules(), committer::alert);
        Warmup warmup = warm(rules, at, router);
        opened.add(warmup.evaluator());
        DerivedEvents derived = new DerivedEvents(store.producer(), store.derived());
        engine = new EngineLoop(queue, warmup.evaluator(), router, derived, committer);
        engine.unmute(rules, warmup.scratch(), store.openAlerts(), store.knownRules());

        engineThread = thread("tocsin-engine", engine);
        sourceThread = thread("tocsin-source", () -> readFrom(at.sequence() + 1));
        rulesThread = thread(
                "tocsin-rules", new RuleWatch(folder, settings, store, this::warmingLog, queue, engine, rules, files));
    }

    private void begin() {
        dispatcher.start();
        engineThread.start();
        sourceThread.start();
        rulesThread.start();
    }

    /** Where to go on: at the checkpoint, or where {@code log.start} says. */
    private Checkpoint place(RuleSet rules) throws LogException, InterruptedException {
        MessageLog.Bounds bounds = source.bounds();
        Optional<Checkpoint> stored = store.checkpoint();
        if (stored.isPresent()) {
            Checkpoint at = stored.get();
            if (bounds.last() < at.sequence()) {
                throw new LogException(source.describe() + ": the log was reset: its last message is " + bounds.last()
                        + ", but messages up to " + at.sequence() + " were evaluated; if that is meant, set the folder "
                        + settings.state().folder() + " aside and start again");
            }
            return at;
        }
        long before = settings.log().start() == Settings.Start.NEW ? bounds.last() : bounds.first() - 1;
        Checkpoint at = new Checkpoint(before, ClockState.START);
        store.commit(new Commit(
                at,
                List.of(),
                List.of(),
                List.of(),
                store.derived(),
                List.of(at),
                List.of(),
                Warmup.known(rules.rules()),
                ClockState.UNSET));
        log.info("{}: first start, from message {}; windows fill from here", source.describe(), before + 1);
        return at;
    }

    private Warmup warm(RuleSet rules, Checkpoint at, Router router) throws LogException, InterruptedException {
        long start = System.nanoTime();
        long horizon = settings.rules().horizon().toMillis();
        Checkpoint mark = store.markFor(at.clock().isSet() ? at.clock().clock() - horizon : Long.MAX_VALUE)
                .orElse(at);
        Warmup warmup = new Warmup(rules, settings, mark, store.knownRules(), router::learn);
        boolean fed = false;
        try (MessageLog reader = warmingLog()) {
            warmup.feed(reader, at, store.correctionsAfter(mark.sequence()));
            fed = true;
        } finally {
            if (!fed) {
                warmup.evaluator().close();
            }
        }
        if (warmup.messages() > 0) {
            log.info(
                    "windows rebuilt from {} messages, {} to {}, in {} ms",
                    warmup.messages(),
                    mark.sequence() + 1,
                    at.sequence(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        if (warmup.evicted() > 0) {
            log.warn(
                    "the log no longer keeps {} messages of the horizon ({} ms): windows may lack them; raise the channel's"
                            + " limits",
                    warmup.evicted(),
                    horizon);
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

    private void readFrom(long sequence) {
        try {
            source.read(sequence, MessageLog.FOLLOW, new Intake(queue, settings.decode(), counters));
        } catch (LogException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    /** What it reads. */
    public String source() {
        return source.describe();
    }

    /** What happened to the messages received so far. */
    public Counters counters() {
        return counters;
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

    /** Stops cleanly: what was taken in is finished and stored, and what can be sent within 10 s is sent. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            rulesThread.interrupt();
            rulesThread.join(JOIN_MS);
            source.close();
            sourceThread.join(JOIN_MS);
            if (engineThread.isAlive() && queue.put(new Input.End())) {
                engineThread.join(JOIN_MS);
            }
            if (!failure.isCompletedExceptionally() && !dispatcher.awaitIdle(DRAIN_LIMIT)) {
                log.warn("{} alerts still wait to be sent; the next start sends them", store.waiting());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engineThread.interrupt();
            dispatcher.close();
            store.close();
        }
    }
}
