package io.tocsin.pipeline.send;

import io.tocsin.config.Settings;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.send.Outbox.Entry;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** Notes what became of entries that were under way: in the outbox, in the counts and for the sink as a whole. */
final class Settlement {
    private static final int MAX_REASON = 500;

    private final Logger log;
    private final String sink;
    private final Outbox outbox;
    private final InHand hand;
    private final Marks marks;
    private final Backoff backoff;
    private final long setAsideAfter;
    private final SinkHealth health;
    private final Trouble trouble;
    private final LongAdder sent = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder setAside = new LongAdder();

    Settlement(
            Logger log,
            String sink,
            Outbox outbox,
            InHand hand,
            Marks marks,
            Settings.Retry retry,
            Backoff backoff,
            Trouble trouble) {
        this.log = log;
        this.sink = sink;
        this.outbox = outbox;
        this.hand = hand;
        this.marks = marks;
        this.backoff = backoff;
        this.trouble = trouble;
        setAsideAfter = retry.setAside().toMillis();
        health = new SinkHealth(backoff);
    }

    SinkHealth health() {
        return health;
    }

    /** Safe for any thread. */
    SendCounts counts() {
        return new SendCounts(sent.sum(), retried.sum(), setAside.sum());
    }

    /** The worker ends. */
    void abandon() {
        trouble.abandoned();
    }

    /** Returns whether the outbox was changed. What it throws leaves everything as it was. */
    boolean settle(Entry entry, Outcome outcome, long now) {
        if (outcome instanceof Outcome.Retry retry) {
            String reason = SafeText.line(retry.reason(), MAX_REASON);
            if (health.triedInVain(entry, setAsideAfter)) {
                giveUp(entry, reason, now);
            } else {
                putOff(entry, reason, now);
            }
            return true;
        }
        if (outcome instanceof Outcome.Rejected refusal) {
            String reason = SafeText.line(refusal.reason(), MAX_REASON);
            outbox.setAside(entry.number(), reason);
            setAside.increment();
            log.warn("sink {} refuses {} for good, set aside: {}", sink, words(entry), reason);
            hand.ended(entry);
            health.answered(now);
            trouble.works();
            return true;
        }
        if (outcome instanceof Outcome.Unavailable failure) {
            retried.increment();
            trouble.failed(SafeText.line(failure.reason(), MAX_REASON));
            hand.again(entry);
            health.unavailable(now);
            return false;
        }
        marks.add(entry, now);
        sent.increment();
        hand.ended(entry);
        health.sent(now);
        trouble.works();
        return false;
    }

    private void putOff(Entry entry, String reason, long now) {
        outbox.putOff(
                entry.number(), now, now + backoff.after(entry.failures() + 1).toMillis(), reason);
        retried.increment();
        hand.ended(entry);
        outbox.giveBack(hand.removeBehind(entry));
        health.failed(entry, now);
        if (health.inDoubt()) {
            trouble.failed(reason);
        } else if (entry.failures() == 0) {
            log.warn("sink {} does not take {} for now, the others go on: {}", sink, words(entry), reason);
        }
    }

    private void giveUp(Entry entry, String reason, long now) {
        int attempts = entry.failures() + 1;
        Duration time = Duration.ofMillis(now - entry.failingSince());
        String why = "tried " + attempts + " times in " + time.toSeconds() + " s, the last time: " + reason;
        outbox.setAside(entry.number(), why);
        setAside.increment();
        hand.ended(entry);
        log.warn("sink {} takes others but not {}, set aside: {}", sink, words(entry), why);
    }

    private static String words(Entry entry) {
        if (entry.alert() != null) {
            return "alert " + SafeText.line(entry.alert().id(), 100) + " of rule '"
                    + SafeText.line(entry.alert().rule(), 200) + "'";
        }
        if (entry.event() != null) {
            return "event " + entry.event().number() + " of rule '"
                    + SafeText.line(entry.event().rule(), 200) + "'";
        }
        return entry.letter() != null
                ? "the dead letter of message " + entry.letter().sequence()
                : "entry " + entry.number();
    }
}
