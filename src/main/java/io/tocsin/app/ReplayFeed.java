package io.tocsin.app;

import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Brings a stretch of a log to whoever replays it: read and decoded on a thread of its own, handed over in order. */
final class ReplayFeed {
    private static final long WAIT_MS = 100;
    private static final long JOIN_MS = 10_000;

    private final MessageLog log;
    private final Journal journal;
    private final Counters counters;
    private final InputQueue queue = InputQueue.ofReplay();
    private volatile boolean stopped;

    /** Takes what comes, on the thread that runs the feed. */
    interface Taker {
        void message(Input.Received message) throws RuleException, InterruptedException;

        /** As many as came at once were taken. */
        void batch();
    }

    /**
     * @param journal whose settings decode each message
     * @param counters told of the messages of the stretch, but not of those it is warmed with
     */
    ReplayFeed(MessageLog log, Journal journal, Counters counters) {
        this.log = log;
        this.journal = journal;
        this.counters = counters;
    }

    /** Feeds the stretch, once; {@link #stop} ends it early. */
    void run(Stretch stretch, Taker taker) throws LogException, RuleException, InterruptedException {
        AtomicReference<@Nullable LogException> failure = new AtomicReference<>();
        Thread source = new Thread(() -> read(stretch, failure), "tocsin-source");
        source.setDaemon(true);
        try {
            source.start();
            take(taker);
            source.join(JOIN_MS);
            LogException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        } finally {
            queue.close();
            source.interrupt();
        }
    }

    /** Ends the feed where it is: what was taken in is still handed over. Any thread. */
    void stop() {
        stopped = true;
        log.close();
    }

    boolean isStopped() {
        return stopped;
    }

    private void read(Stretch stretch, AtomicReference<@Nullable LogException> failure) {
        try {
            try {
                log.read(stretch.warm(), stretch.to(), new ReplayIntake(queue, journal, stretch, counters));
            } catch (LogException e) {
                failure.set(e);
            }
            queue.put(new Input.End());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Taker taker) throws RuleException, InterruptedException {
        List<Input> batch = new ArrayList<>();
        while (true) {
            batch.clear();
            queue.take(batch, WAIT_MS);
            for (Input input : batch) {
                if (input instanceof Input.End) {
                    return;
                }
                if (input instanceof Input.Received m) {
                    taker.message(m);
                }
            }
            taker.batch();
        }
    }
}
