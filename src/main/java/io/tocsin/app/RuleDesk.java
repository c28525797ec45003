package io.tocsin.app;

import io.tocsin.model.RuleLoad;
import io.tocsin.model.RuleStatus;
import io.tocsin.store.RulesFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a person can see of the rules of a service, and ask of it, from another process. */
public final class RuleDesk {
    private static final long LOOK_MS = 50;
    private static final int LOOKS_PER_CHECK = 10;

    private final Path folder;

    /** @param folder the state folder, which may be missing */
    public RuleDesk(Path folder) {
        this.folder = folder;
    }

    /**
     * The rules that run, or ran last.
     *
     * @param running whether a service runs
     * @param rules by name
     * @param open how many alerts of each rule are open; rules without any are left out
     * @param loads what each rule cost when that was last looked at
     * @param refused rules or settings that were refused and are still there, or null
     */
    public record View(
            boolean running,
            List<RuleStatus> rules,
            Map<String, Long> open,
            List<RuleLoad> loads,
            @Nullable Refused refused) {}

    /**
     * What was refused.
     *
     * @param time epoch ms UTC
     */
    public record Refused(long time, List<String> problems) {}

    /**
     * What a service answers.
     *
     * @param code an exit code
     */
    public record Answer(int code, String report) {}

    /** Whether a service runs on the folder. */
    public boolean isRunning() {
        return RulesFile.inUse(folder);
    }

    /** Nothing where no service has run on the folder yet. */
    public Optional<View> view() {
        Optional<RulesFile> opened = RulesFile.open(folder, false);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (RulesFile file = opened.get()) {
            return Optional.of(new View(
                    file.inUse(),
                    file.rules(),
                    file.open(),
                    file.loads(),
                    file.refused().map(r -> new Refused(r.time(), r.problems())).orElse(null)));
        }
    }

    /**
     * Has the service read rules and settings at once, and waits for what comes of it.
     *
     * @param fingerprint of the rules and variables that may take effect, or null for whatever there is
     * @return nothing where no service runs
     */
    public Optional<Answer> reload(@Nullable String fingerprint) throws InterruptedException {
        Optional<RulesFile> opened = RulesFile.inUse(folder) ? RulesFile.open(folder, true) : Optional.empty();
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (RulesFile file = opened.get()) {
            long number = file.ask(System.currentTimeMillis(), fingerprint);
            return await(file, number).map(a -> new Answer(a.code(), a.report()));
        }
    }

    private static Optional<RulesFile.Answer> await(RulesFile file, long number) throws InterruptedException {
        for (int i = 1; ; i++) {
            // Asked before the answer is looked for: the last thing a service does may be to answer.
            boolean gone = i % LOOKS_PER_CHECK == 0 && !file.inUse();
            Optional<RulesFile.Answer> answer = file.answer(number);
            if (answer.isPresent()) {
                return answer;
            }
            if (gone) {
                file.forget(number);
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }
}
