package io.tocsin.pipeline.send;

import io.tocsin.config.Settings;
import io.tocsin.pipeline.send.Outbox.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sink's thread: takes what waits, sends as much of it at once as the sink can, and sees to what became of it. */
final class SinkWorker {
    private static final Logger log = LoggerFactory.getLogger(SinkWorker.class);
    private static final int BATCH = 256;
    private static final int FEW = BATCH / 2;

    private final Outbox outbox;
    private final Sink sink;
    private final String name;
    private final Sender sender;
    private final BiConsumer<String, Throwable> failures;
    private final Pause pause;
    private final Duration poll;
    private final CountDownLatch closing;
    private final Thread thread;
    private final Backoff backoff;
    private final Trouble outboxTrouble;
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos;

    // Of the worker's thread alone.
    private final InHand hand = new InHand();
    private final Marks marks;
    private final Settlement settlement;
    private int outboxFailures;
    private boolean mayHaveMore = true;
    private boolean somePutOff;
    private OptionalLong nextDue = OptionalLong.empty();
    private long looked;
    private long lookedAsOf;

    // Guarded by this.
    private final Deque<Answer> answers = new ArrayDeque<>();
    private long asked = 1;
    private long emptyAsOf;
    private boolean ended;

    private record Answer(Entry entry, Outcome outcome) {}

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
        this.sender = new Sender(sink);
        this.failures = failures;
        this.pause = pause;
        this.poll = poll;
        this.closing = closing;
        startNanos = pause.nanoTime();
        backoff = new Backoff(retry, random);
        outboxTrouble = new Trouble(log, "outbox of sink " + name, pause);
        marks = new Marks(outbox);
        Trouble sinkTrouble = new Trouble(log, "sink " + name, pause);
        settlement = new Settlement(log, name, outbox, hand, marks, retry, backoff, sinkTrouble);
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
        return settlement.counts();
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
                if (turn(asOf)) {
                    if (hand.underWay() == 0) {
                        sink.idle();
                    }
                    awaitWork(asOf);
                }
            }
            finish();
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

    /** Returns whether the outbox works. What is thrown here is the outbox's; the sink's own is caught closer. */
    private boolean turn(long asOf) throws InterruptedException {
        try {
            settle();
            if (marks.areDue(now())) {
                marks.write();
                mayHaveMore = true;
            }
            if (!settlement.health().rests(now())) {
                take(asOf);
                begin();
            }
            outboxTrouble.works();
            outboxFailures = 0;
            return true;
        } catch (RuntimeException e) {
            if (outboxTrouble.failed(String.valueOf(e))) {
                report(e);
            }
            rest(backoff.after(++outboxFailures));
            return false;
        }
    }

    private void settle() {
        for (Answer next = firstAnswer(); next != null; next = firstAnswer()) {
            if (settlement.settle(next.entry(), next.outcome(), now())) {
                mayHaveMore = true;
                somePutOff = true;
            }
            removeFirstAnswer();
        }
    }

    private void take(long asOf) {
        long now = now();
        boolean isDue = nextDue.isPresent() && nextDue.getAsLong() <= now;
        if (asOf != lookedAsOf || isDue || now - looked >= poll.toMillis()) {
            mayHaveMore = true;
        }
        if (mayHaveMore && hand.waiting() <= FEW) {
            int room = BATCH - hand.waiting();
            List<Entry> taken = outbox.take(name, now, room);
            hand.add(taken);
            mayHaveMore = taken.size() == room;
            looked = now;
            lookedAsOf = asOf;
            nextDue = somePutOff ? outbox.nextDue(name) : OptionalLong.empty();
            somePutOff = nextDue.isPresent();
        }
    }

    private void begin() throws InterruptedException {
        boolean inDoubt = settlement.health().inDoubt();
        int most = inDoubt ? 1 : sender.window();
        while (hand.underWay() < most && !isClosing()) {
            Entry entry = hand.next(inDoubt);
            if (entry == null) {
                return;
            }
            sender.begin(entry).thenAccept(outcome -> answered(new Answer(entry, outcome)));
        }
    }

    private synchronized void answered(Answer answer) {
        answers.add(answer);
        notifyAll();
    }

    private synchronized @Nullable Answer firstAnswer() {
        return answers.peek();
    }

    private synchronized void removeFirstAnswer() {
        answers.remove();
    }

    private synchronized long asked() {
        return asked;
    }

    /** Waits until there may be something to do. */
    private synchronized void awaitWork(long asOf) throws InterruptedException {
        OptionalLong deadline = deadline();
        if (hand.isEmpty() && deadline.isEmpty() && !mayHaveMore) {
            emptyAsOf = lookedAsOf;
            notifyAll();
        }
        if (!answers.isEmpty() || asked != asOf || isClosing()) {
            return;
        }
        if (deadline.isEmpty()) {
            TimeUnit.NANOSECONDS.timedWait(this, poll.toNanos());
            mayHaveMore = true;
        } else if (deadline.getAsLong() > now()) {
            Duration time = Duration.ofMillis(deadline.getAsLong() - now());
            pause.on(this, time.compareTo(poll) < 0 ? time : poll);
        }
    }

    /** When there is something to do even if nobody answers or asks; epoch ms. */
    private OptionalLong deadline() {
        SinkHealth health = settlement.health();
        OptionalLong attempt = hand.waiting() <= FEW ? nextDue : OptionalLong.empty();
        if (health.rests(now())) {
            boolean some = hand.waiting() > 0 || mayHaveMore || attempt.isPresent();
            attempt = some ? OptionalLong.of(health.restsUntil()) : OptionalLong.empty();
        }
        OptionalLong mark = marks.due();
        return attempt.isPresent() && mark.isPresent()
                ? OptionalLong.of(Math.min(attempt.getAsLong(), mark.getAsLong()))
                : attempt.isPresent() ? attempt : mark;
    }

    private synchronized void rest(Duration time) throws InterruptedException {
        long end = pause.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !isClosing(); left = end - pause.nanoTime()) {
            pause.on(this, Duration.ofNanos(left));
        }
    }

    /** Lets what is under way come to its end; the dispatcher interrupts what takes too long. */
    private void finish() throws InterruptedException {
        try {
            settle();
            while (hand.underWay() > 0) {
                awaitAnswer();
                settle();
            }
        } catch (RuntimeException e) {
            log.warn(
                    "outbox of sink {}: what became of the last entries could not be noted: {}",
                    name,
                    String.valueOf(e));
        }
    }

    private synchronized void awaitAnswer() throws InterruptedException {
        if (answers.isEmpty()) {
            TimeUnit.NANOSECONDS.timedWait(this, poll.toNanos());
        }
    }

    private void end() {
        try {
            marks.write();
        } catch (RuntimeException e) {
            log.warn(
                    "sink {}: {} sent entries could not be marked and will be sent again: {}",
                    name,
                    marks.size(),
                    String.valueOf(e));
        }
        outbox.giveBack(hand.numbers());
        settlement.abandon();
        outboxTrouble.abandoned();
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** Epoch ms as of the start, moved on by what has passed since: a clock that is put right disturbs nothing. */
    private long now() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(pause.nanoTime() - startNanos);
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
