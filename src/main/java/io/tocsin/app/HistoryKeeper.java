package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.store.History;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps the alert history within its limits, and the store's file as small as its content allows: a look each minute. */
final class HistoryKeeper implements Runnable {
    private static final long EVERY_MS = 60_000;
    /** Between pieces, so that a commit finds its turn. */
    private static final long PAUSE_MS = 10;

    private final History history;
    private final long kept;
    private final int most;
    private final Supplier<Checkpoint> position;

    /** @param position how far the log has been evaluated; its clock is the time that changes age by */
    HistoryKeeper(History history, Settings.State limits, Supplier<Checkpoint> position) {
        this.history = history;
        this.kept = limits.history().toMillis();
        this.most = limits.historyCount();
        this.position = position;
    }

    /** Works until interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(look() ? PAUSE_MS : EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers whether there may be more to do. */
    private boolean look() {
        Checkpoint at = position.get();
        long from = at.clock().isSet() ? at.clock().clock() - kept : Long.MIN_VALUE;
        return history.prune(from, most) || history.shrink();
    }
}
