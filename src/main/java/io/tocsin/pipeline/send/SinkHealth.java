package io.tocsin.pipeline.send;

import io.tocsin.pipeline.send.Outbox.Entry;

/**
 * Whether a sink as a whole works, judged by its answers, and how long to leave it alone where it does not. It is in doubt
 * when it says so itself, or when two entries fail for the first time with no success between; failures of entries that have
 * failed before say nothing about the others. While in doubt it is asked with one entry at a time, after growing rests.
 * Times are epoch ms. Of one thread.
 */
final class SinkHealth {
    private static final long NEVER = Long.MIN_VALUE;

    private final Backoff backoff;
    private boolean unavailable;
    private int newFailures;
    private int rests;
    private long restsUntil = NEVER;
    private long worksSince = NEVER;
    private long lastSuccess = NEVER;

    SinkHealth(Backoff backoff) {
        this.backoff = backoff;
    }

    boolean inDoubt() {
        return unavailable || newFailures > 1;
    }

    boolean rests(long now) {
        return now < restsUntil;
    }

    long restsUntil() {
        return restsUntil;
    }

    /** It has taken an entry. */
    void sent(long now) {
        answered(now);
        lastSuccess = now;
    }

    /** It works, even if it only refuses. */
    void answered(long now) {
        if (inDoubt() || worksSince == NEVER) {
            worksSince = now;
        }
        unavailable = false;
        newFailures = 0;
        rests = 0;
        restsUntil = NEVER;
    }

    /** It takes nothing at all. */
    void unavailable(long now) {
        unavailable = true;
        rest(now, true);
    }

    /** An entry is to be tried again. */
    void failed(Entry entry, long now) {
        boolean isNew = entry.failures() == 0;
        newFailures += isNew ? 1 : 0;
        if (inDoubt()) {
            rest(now, isNew);
        }
    }

    private void rest(long now, boolean longer) {
        if (!rests(now)) { // else this is from before the rest
            rests += longer || rests == 0 ? 1 : 0;
            restsUntil = now + backoff.after(rests).toMillis();
        }
    }

    /**
     * Whether an entry that fails once more has done so for as long as {@code limit} ms, while the sink worked and took
     * others.
     */
    boolean triedInVain(Entry entry, long limit) {
        return entry.failures() > 0
                && !inDoubt()
                && lastSuccess != NEVER
                && lastSuccess - Math.max(entry.failingSince(), worksSince) >= limit;
    }
}
