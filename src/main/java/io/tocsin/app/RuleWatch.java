package io.tocsin.app;

import io.tocsin.config.Difference;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.store.Reloads;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the rule folder and the settings, and has what changed brought into effect: when both have been the same twice, so
 * that nobody is in the middle of saving; or at once, when asked to, and without {@code rules.watch} only then. Runs on a
 * thread of its own.
 *
 * <p>The content is compared, not file times: an editor's rename, a checkout, a symlink and a swapped mount all show.
 */
final class RuleWatch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(RuleWatch.class);
    /** How long who asks from another process waits at most to be heard. */
    private static final long LISTEN_MS = 200;

    private final RuleFolder folder;
    private final SettingsSource source;
    private final Reloads desk;
    private final Reloader reloader;
    private final Settings started;
    private final boolean polls;
    private final long pollNanos;
    private final Semaphore asked = new Semaphore(0);

    private Candidate handled;
    private String refusal = "";
    private List<String> restart = List.of();

    /**
     * Watches from now on.
     *
     * @param started the settings with which the service was started
     * @param handled what it was started with
     */
    RuleWatch(
            RuleFolder folder,
            SettingsSource source,
            Reloads desk,
            Reloader reloader,
            Settings started,
            Candidate handled) {
        this.folder = folder;
        this.source = source;
        this.desk = desk;
        this.reloader = reloader;
        this.started = started;
        this.polls = started.rules().watch();
        this.pollNanos = started.rules().poll().toNanos();
        this.handled = handled;
    }

    /** Has rules and settings read at once. Safe for any thread. */
    void reload() {
        asked.release();
    }

    /** Runs until interrupted. */
    @Override
    public void run() {
        desk.accepted(); // else the start would have failed
        Candidate before = handled;
        long looked = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long wait = Math.min(TimeUnit.MILLISECONDS.toNanos(LISTEN_MS), pollNanos);
                boolean now = asked.tryAcquire(wait, TimeUnit.NANOSECONDS);
                asked.drainPermits();
                Reloads.Request request = desk.asked();
                if (now) {
                    before = read();
                    handle(before, null);
                } else if (request != null) {
                    before = read();
                    answer(request, handle(before, request.fingerprint()));
                } else if (polls && System.nanoTime() - looked >= pollNanos) {
                    looked = System.nanoTime();
                    Candidate found = read();
                    if (found.equals(before) && !found.equals(handled)) {
                        handle(found, null);
                    }
                    before = found;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Candidate read() {
        return Candidate.read(folder, source, handled.settings());
    }

    private ReloadReport handle(Candidate candidate, @Nullable String expected) throws InterruptedException {
        ReloadReport report = reloader.apply(candidate, expected);
        if (report.kind() == ReloadReport.Kind.UNCHANGED && candidate.equals(handled)) {
            report = ReloadReport.of(report.kind(), "nothing has changed; what is on the disk is in effect");
        }
        if (expected == null || report.kind() != ReloadReport.Kind.FAILED) {
            handled = candidate;
        }
        tell(report);
        String waits = waits(candidate.settings());
        return waits == null
                ? report
                : new ReloadReport(report.kind(), report.problems(), report.text() + "\n" + waits);
    }

    private void tell(ReloadReport report) {
        switch (report.kind()) {
            case UNCHANGED, DONE -> {
                refusal = "";
                desk.accepted();
                log.info("{}", report.text());
            }
            case REFUSED -> {
                desk.refused(System.currentTimeMillis(), report.problems());
                if (!report.text().equals(refusal)) {
                    refusal = report.text();
                    log.error("{}", refusal);
                }
            }
            case FAILED -> log.error("{}", report.text());
        }
    }

    /** What else of the settings has changed and waits for the next start, or null. */
    private @Nullable String waits(Settings now) {
        List<String> keys =
                Difference.keys(started, now.withVariables(started.rules().variables()));
        if (keys.isEmpty()) {
            restart = keys;
            return null;
        }
        String text = "changed settings that wait for the next start: " + String.join(", ", keys);
        if (!keys.equals(restart)) {
            log.warn("{}", text);
        }
        restart = keys;
        return text;
    }

    private void answer(Reloads.Request request, ReloadReport report) {
        int code =
                switch (report.kind()) {
                    case UNCHANGED, DONE -> 0;
                    case REFUSED -> 2;
                    case FAILED -> 1;
                };
        desk.answer(request.number(), code, report.text(), System.currentTimeMillis());
    }
}
