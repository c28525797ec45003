package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.SafeText;
import io.tocsin.model.UtcTime;
import io.tocsin.store.Commit;
import io.tocsin.store.OutboxFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person can see of the outbox, and do about it; the service may be running or not. */
public final class OutboxDesk {
    private static final int MAX_NAME = 200;
    private static final int MAX_REASON = 500;

    private final Path folder;

    /** @param folder the state folder, which may be missing */
    public OutboxDesk(Path folder) {
        this.folder = folder;
    }

    /**
     * Lines for people: by sink what waits and what was set aside. Names and reasons are made safe for a terminal.
     *
     * @param sink the only sink to list, or null for all
     * @param most how many of each to list, oldest first
     */
    public List<String> list(@Nullable String sink, int most) {
        List<String> lines = new ArrayList<>();
        Optional<OutboxFile> opened = OutboxFile.open(folder, false);
        if (opened.isPresent()) {
            try (OutboxFile file = opened.get()) {
                for (OutboxFile.Count count : file.counts()) {
                    if (sink == null || sink.equals(count.sink())) {
                        list(file, count, most, lines);
                    }
                }
            }
        }
        if (lines.isEmpty()) {
            lines.add(
                    "nothing waits" + (sink == null ? "" : " for sink " + safe(sink)) + ", and nothing was set aside");
        }
        return lines;
    }

    private static void list(OutboxFile file, OutboxFile.Count count, int most, List<String> lines) {
        String sink = count.sink();
        lines.add(String.format(
                Locale.ROOT, "%s: %,d waiting, %,d set aside", safe(sink), count.waiting(), count.setAside()));
        for (OutboxFile.Listed entry : file.waiting(sink, most)) {
            lines.add(line("waiting", entry)
                    + (entry.failures() == 0 ? "" : "; tried " + entry.failures() + " times in vain, the last time: ")
                    + reason(entry));
        }
        more(count.waiting() - most, lines);
        for (OutboxFile.Listed entry : file.setAside(sink, most)) {
            lines.add(line(entry.resend() ? "put back" : "set aside", entry) + ": " + reason(entry));
        }
        more(count.setAside() - most, lines);
    }

    private static String line(String state, OutboxFile.Listed entry) {
        Long since = entry.since();
        return String.format(
                Locale.ROOT,
                "  %-9s %8d  since %s  %s",
                state,
                entry.number(),
                since == null ? "-" : UtcTime.format(since),
                words(entry.outgoing()));
    }

    private static String reason(OutboxFile.Listed entry) {
        String reason = entry.reason();
        return reason == null ? "" : SafeText.line(reason, MAX_REASON);
    }

    private static void more(long more, List<String> lines) {
        if (more > 0) {
            lines.add(String.format(Locale.ROOT, "            and %,d more", more));
        }
    }

    private static String words(Commit.Outgoing outgoing) {
        Alert alert = outgoing.alert();
        if (alert != null) {
            return "alert " + safe(alert.alert()) + ", " + alert.state().word() + ", of rule '" + safe(alert.rule())
                    + "'";
        }
        DerivedEvent event = outgoing.event();
        if (event != null) {
            return "derived event " + event.number() + " of rule '" + safe(event.rule()) + "'";
        }
        DeadLetter letter = outgoing.letter();
        return letter == null ? "nothing" : "the dead letter of message " + letter.sequence();
    }

    private static String safe(String name) {
        return SafeText.line(name, MAX_NAME);
    }

    /**
     * Has entries that were set aside sent again, by the running service within seconds, else by the next one.
     *
     * @return those of the numbers that were set aside
     */
    public List<Long> resend(List<Long> numbers) {
        return changed(file -> file.resend(numbers));
    }

    /** As {@link #resend}, all of a sink, or of every one where it is null. */
    public List<Long> resendAll(@Nullable String sink) {
        return changed(file -> file.resend(file.setAside(sink)));
    }

    /**
     * Removes entries that were set aside, for ever.
     *
     * @return those of the numbers that were set aside
     */
    public List<Long> drop(List<Long> numbers) {
        return changed(file -> file.drop(numbers));
    }

    private interface Change {
        List<Long> of(OutboxFile file);
    }

    private List<Long> changed(Change change) {
        Optional<OutboxFile> opened = OutboxFile.open(folder, true);
        if (opened.isEmpty()) {
            return List.of();
        }
        try (OutboxFile file = opened.get()) {
            return change.of(file);
        }
    }
}
