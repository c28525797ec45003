package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Two rule sets over the same stretch of a log, side by side: which changes of alerts one gives and the other does not. Memory
 * grows with what differs, up to a limit, and not with what is the same.
 */
public final class RuleDiff {
    private final Course before;
    private final Course after;
    private final Counters counters = new Counters();
    private final ReplayFeed feed;
    private final LongConsumer progress;

    /**
     * Prepares a comparison; {@link #run} does it, once.
     *
     * @param progress told now and then of the last sequence evaluated
     */
    public RuleDiff(Course before, Course after, MessageLog log, LongConsumer progress) {
        this.before = before;
        this.after = after;
        this.feed = new ReplayFeed(log, after.journal(), counters);
        this.progress = progress;
    }

    /** Compares over a stretch; {@link #stop} ends it early. */
    public Differences run(Stretch stretch) throws LogException, RuleException, InterruptedException {
        Differences differences = new Differences(before.keys(), after.keys());
        List<Alert> old = new ArrayList<>();
        List<Alert> now = new ArrayList<>();
        try (ReplayEngine first = new ReplayEngine(before, stretch, new Counters(), old::add, null);
                ReplayEngine second = new ReplayEngine(after, stretch, counters, now::add, null)) {
            feed.run(stretch, new LogFeed.Taker<>() {
                @Override
                public void message(Input.Received m) throws RuleException, InterruptedException {
                    first.message(m);
                    second.message(m);
                    if (!old.isEmpty() || !now.isEmpty()) {
                        differences.add(old, now);
                        old.clear();
                        now.clear();
                    }
                }

                @Override
                public void batch() {
                    progress.accept(second.position().sequence());
                }
            });
        }
        differences.messages(counters.received());
        return differences;
    }

    /** Ends the comparison where it is; {@link #run} then gives what differs so far. Any thread. */
    public void stop() {
        feed.stop();
    }
}
