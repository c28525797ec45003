package io.tocsin.app;

import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleException;

/** Brings a stretch of a log to whoever replays it, in order, on the thread that runs the feed. */
final class ReplayFeed {
    private final MessageLog log;
    private final Journal journal;
    private final Counters counters;
    private volatile boolean stopped;

    /**
     * @param journal whose settings decode each message
     * @param counters told of the messages of the stretch, but not of those it is warmed with
     */
    ReplayFeed(MessageLog log, Journal journal, Counters counters) {
        this.log = log;
        this.journal = journal;
        this.counters = counters;
    }

    /** Feeds the stretch; {@link #stop} ends it early. */
    void run(Stretch stretch, LogFeed.Taker<RuleException> taker)
            throws LogException, RuleException, InterruptedException {
        LogFeed feed = new LogFeed(log, "tocsin-source");
        ReplayIntake intake = new ReplayIntake(feed.queue(), journal, stretch, counters);
        feed.run(stretch.warm(), stretch.to(), intake, taker);
    }

    /** Ends the feed where it is: what was taken in is still handed over. Any thread. */
    void stop() {
        stopped = true;
        log.close();
    }

    boolean isStopped() {
        return stopped;
    }
}
