package io.tocsin.pipeline.send;

import io.tocsin.config.Settings;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.send.Outbox.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sink's thread: takes what waits, sends it in order, marks it. */
final class SinkWorker {
    private static final Logger log = LoggerFactory.getLogger(SinkWorker.class);
    private static final int BATCH = 256;
    private static final int MAX_REASON = 500;
    /** With a slow sink, how much of what was sent may lack its mark. */
    private static final long MARK_WITHIN = TimeUnit.SECONDS.toNanos(1);

    private final Outbox outbox;
    private final Sink sink;
    private final String name;
    private final BiConsumer<String, Throwable> failures;
    private final Pause pause;
    private final Duration poll;
    private final CountDownLatch closing;
    private final Thread thread;
    private final Backoff sinkBackoff;
    private final Backoff outboxBackoff;
    private final Trouble sinkTrouble;
    private final Trouble outboxTrouble;
    private final LongAdder sent = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    // Of the worker's thread alone.
    private final List<Long> unmarked = new ArrayList<>();
    private long firstUnmarked;

    // Guarded by this.
    private long asked = 1;
    private long emptyAsOf;
    private boolean ended;

    SinkWorker(
            Outbox outbox,
            Sink sink,
            Settings.Retry retry,
            RandomGenerator random,
            BiConsumer<String, Throwable> failures,
            Pause pause,
            Duration poll,
            CountDownLatch closing) {
        this.outbox = outbox;
        this.sink = sink;
        this.name = sink.name();
        this.failures = failures;
        this.pause = pause;
        this.poll = poll;
        this.closing = closing;
        sinkBackoff = new Backoff(retry, random);
        outboxBackoff = new Backoff(retry, random);
        sinkTrouble = new Trouble(log, "sink " + name, pause);
        outboxTrouble = new Trouble(log, "outbox of sink " + name, pause);
        thread = new Thread(this::run, "tocsin-send-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void interrupt() {
        thread.interrupt();
    }

    void join(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.timedJoin(thread, left);
        }
    }

    synchronized void wake() {
        asked++;
        notifyAll();
    }

    synchronized boolean awaitEmpty(long end) throws InterruptedException {
        long since = asked;
        while (emptyAsOf < since) {
            long left = end - System.nanoTime();
            if (left <= 0 || ended) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    SendCounts counts() {
        return new SendCounts(sent.sum(), retried.sum(), rejected.sum());
    }

    /** Called after the thread was joined. */
    void closeSink() {
        if (thread.isAlive()) {
            log.warn("sink {} does not end within the limit and is left open; its last entry may be sent again", name);
            return;
        }
        try {
            sink.close();
        } catch (RuntimeException e) {
            log.warn("sink {} fails to close", name, e);
        }
    }

    private void run() {
        try {
            while (!isClosing()) {
                long asOf = asked();
                if (!turn()) {
                    sink.idle();
                    awaitWork(asOf);
                }
            }
        } catch (InterruptedException e) {
            if (!isClosing()) {
                report(e);
            }
        } catch (Throwable e) {
            log.error("the worker of sink {} dies; nothing more is sent there until a restart", name, e);
            report(e);
        } finally {
            end();
        }
    }

    /** Returns whether there was anything to do. What is thrown here is the outbox's; the sink's own is caught closer. */
    private boolean turn() throws InterruptedException {
        try {
            markSent();
            List<Entry> batch = outbox.waiting(name, BATCH);
            for (Entry entry : batch) {
                if (isClosing()) {
                    break;
                }
                deliver(entry);
            }
            markSent();
            outboxTrouble.works();
            outboxBackoff.reset();
            return !batch.isEmpty();
        } catch (RuntimeException e) {
            if (outboxTrouble.failed(String.valueOf(e))) {
                report(e);
            }
            pause.unless(closing, outboxBackoff.next());
            return true;
        }
    }

    private void deliver(Entry entry) throws InterruptedException {
        Outcome outcome = attempt(entry);
        while (outcome instanceof Outcome.Retry retry) {
            retried.increment();
            sinkTrouble.failed(SafeText.line(retry.reason(), MAX_REASON));
            markSent();
            if (pause.unless(closing, sinkBackoff.next())) {
                return;
            }
            outcome = attempt(entry);
        }
        sinkTrouble.works();
        sinkBackoff.reset();
        if (outcome instanceof Outcome.Rejected refusal) {
            String reason = SafeText.line(refusal.reason(), MAX_REASON);
            outbox.setAside(entry.number(), reason);
            rejected.increment();
            log.warn("sink {} refuses {} for good, set aside: {}", name, words(entry), reason);
        } else {
            sent.increment();
            noteSent(entry);
        }
    }

    private Outcome attempt(Entry entry) throws InterruptedException {
        try {
            if (entry.alert() != null) {
                return sink.send(entry.alert());
            }
            return entry.event() != null ? sink.send(entry.event()) : new Outcome.Rejected("the entry is empty");
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            log.debug("sink {} throws where it should answer", name, e);
            return new Outcome.Retry("it throws where it should answer: " + e);
        }
    }

    private void noteSent(Entry entry) {
        if (unmarked.isEmpty()) {
            firstUnmarked = pause.nanoTime();
        }
        unmarked.add(entry.number());
        if (pause.nanoTime() - firstUnmarked >= MARK_WITHIN) {
            markSent();
        }
    }

    private void markSent() {
        if (!unmarked.isEmpty()) {
            outbox.sent(List.copyOf(unmarked));
            unmarked.clear();
        }
    }

    private static String words(Entry entry) {
        if (entry.alert() != null) {
            return "alert " + SafeText.line(entry.alert().id(), 100) + " of rule '"
                    + SafeText.line(entry.alert().rule(), 200) + "'";
        }
        return entry.event() != null
                ? "event " + entry.event().number() + " of rule '"
                        + SafeText.line(entry.event().rule(), 200) + "'"
                : "entry " + entry.number();
    }

    private synchronized long asked() {
        return asked;
    }

    private synchronized void awaitWork(long asOf) throws InterruptedException {
        emptyAsOf = asOf;
        notifyAll();
        long end = System.nanoTime() + poll.toNanos();
        while (asked == asOf && !isClosing()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void end() {
        try {
            markSent();
        } catch (RuntimeException e) {
            log.warn("sink {}: {} sent entries could not be marked and will be sent again", name, unmarked.size(), e);
        }
        sinkTrouble.abandoned();
        outboxTrouble.abandoned();
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void report(Throwable failure) {
        try {
            failures.accept(name, failure);
        } catch (RuntimeException e) {
            log.error("the failure handler of sink {} fails", name, e);
        }
    }
}
