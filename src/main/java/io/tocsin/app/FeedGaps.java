package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.FeedGap;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.JournalEntry;
import java.util.function.Consumer;

/**
 * Finds the gaps of the feed, and tells the router and the journal. A gap begins at the place where the engine stands: what
 * the clock crosses from there on, it crosses in the gap. Owned by one thread at a time.
 */
public final class FeedGaps {
    private final Router router;
    private final Consumer<JournalEntry> journal;
    private long quiet;
    private long grace;

    /** @param journal gets each gap before anything behind it is evaluated */
    public FeedGaps(Settings.Feed settings, Router router, Consumer<JournalEntry> journal) {
        this.router = router;
        this.journal = journal;
        settings(settings);
    }

    /** Applies from the next message on. */
    void settings(Settings.Feed now) {
        quiet = now.quiet().toMillis();
        grace = now.grace().toMillis();
    }

    /**
     * The next thing to evaluate is a message, or a tick.
     *
     * @param logTime its timestamp, epoch ms UTC: up to there the log has nothing else
     */
    public void before(long logTime, Checkpoint at) {
        if (at.clock().quietAt(logTime) >= quiet) {
            begin(FeedGap.Cause.QUIET, FeedGap.ANY, at);
        }
    }

    /**
     * The log is out of reach. It may hold more than was read of it by then, so only what it stored later ends the gap.
     *
     * @param brokerTime a time that is not after that of the log, epoch ms UTC, or {@link FeedGap#ANY} if not known
     */
    void down(long brokerTime, Checkpoint at) {
        begin(FeedGap.Cause.DOWN, brokerTime, at);
    }

    private void begin(FeedGap.Cause cause, long lasts, Checkpoint at) {
        ClockState clock = at.clock();
        if (clock.isSet() && router.feedGap() == null) {
            JournalEntry.Gap found = new JournalEntry.Gap(at.sequence(), clock.clock(), lasts, cause);
            journal.accept(found);
            obey(found, at);
        }
    }

    /** A gap that was found when this place was evaluated first. */
    void obey(JournalEntry.Gap found, Checkpoint at) {
        FeedGap gap = FeedGap.open(found.after(), found.clock(), found.lasts());
        router.feedLost(found.cause(), gap, at.clock().logTime());
    }

    /** A message was evaluated, and this is the place behind it. */
    public void behind(Checkpoint at) {
        FeedGap gap = router.feedGap();
        if (gap == null || !at.clock().isSet()) {
            return;
        }
        if (at.clock().logTime() < gap.lasts()) {
            router.feedLasts(at.sequence());
        } else {
            router.feedBack(at.clock().clock(), at.sequence(), grace);
        }
    }
}
