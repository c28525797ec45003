package io.tocsin.cli;

import io.tocsin.app.Course;
import io.tocsin.app.Differences;
import io.tocsin.app.ReplayBound;
import io.tocsin.app.RuleDesk;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "reload",
        header = "Has the running service read its rules and variables at once.",
        description = {
            "",
            "Asks the service that runs on the state folder of these settings, waits until what has changed is in effect,"
                    + " and shows what that was, or why it was refused. The service watches its files by itself; this is for"
                    + " scripts that want to know how it went, and for a service with rules.watch: false. SIGHUP does the"
                    + " same without waiting. The service reads its own folder; --rules is read for --diff alone.",
            "",
            "With --diff the log is replayed first through the rules that run and through the changed ones, and the"
                    + " difference is shown as by `tocsin diff`. Where there is one, it asks before they take over; and what"
                    + " was changed once more meanwhile does not.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin reload",
            "  tocsin reload --diff -24h",
            "",
            "Exit codes: 0 in effect, or nothing has changed; 1 no service runs, or failed, or the answer was no; 2 refused:"
                    + " the old rules go on; or wrong usage or config."
        })
final class ReloadCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 20;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--diff",
            paramLabel = "FROM",
            description =
                    "First shows which alerts the changes would have given otherwise from here on: a sequence, a time,"
                            + " or a distance such as -24h.")
    private @Nullable String diff;

    @Option(names = "--yes", description = "With --diff: does not ask.")
    private boolean yes;

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Override
    public Integer call() throws Exception {
        ReplayBound from = StretchOptions.bound("--diff", diff);
        requireAnswer();
        Settings settings = diff == null ? common.offlineSettings() : common.settings();
        Path folder = settings.state().folder();
        RuleDesk desk = new RuleDesk(folder);
        if (!desk.isRunning()) {
            return nothingRuns(folder);
        }
        Signals signals = Objects.requireNonNull(tocsin).signals();
        String compared = null;
        if (from != null) {
            compared = signals.interruptibly(() -> compared(settings, from));
            if (compared == null) {
                Terminal.note("nothing has taken effect");
                return Exit.FAILED;
            }
        }
        signals.onStopEnd();
        Optional<RuleDesk.Answer> answer = desk.reload(compared);
        if (answer.isEmpty()) {
            return nothingRuns(folder);
        }
        if (answer.get().code() == Exit.DONE) {
            out().println(answer.get().report());
        } else {
            Terminal.note(answer.get().report());
        }
        return answer.get().code();
    }

    private void requireAnswer() throws UsageException {
        if (yes && diff == null) {
            throw new UsageException("--yes answers what --diff asks: give both, or neither");
        }
        if (diff != null && !yes && !Terminal.canConfirm()) {
            throw new UsageException(
                    "--diff asks where there is a difference, and there is no terminal to ask at: give --yes, or use"
                            + " `tocsin diff`, which only shows it");
        }
    }

    private static int nothingRuns(Path folder) {
        Terminal.note(folder + ": no tocsin runs on this state folder; `tocsin run` starts one");
        return Exit.FAILED;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /** The fingerprint of what was compared, or null where it must not take over. */
    private @Nullable String compared(Settings written, ReplayBound from) throws Exception {
        if (written.rules().watch()) {
            Terminal.note(
                    "rules.watch is true: the service takes changed files over by itself, maybe before they have been"
                            + " compared here");
        }
        Course running = Course.running(written);
        Settings settings = running.settings().withVariables(written.rules().variables());
        RuleSet changed = new RuleCompiler(settings).compile(new RuleFolder(common.rules));
        try (MessageLog log = new NatsStreamingLog(settings.log(), "tocsin-reload-" + UUID.randomUUID())) {
            Terminal.note("comparing the running rules with " + common.rules + " over " + log.describe());
            Differences differences =
                    RuleComparison.over(log, running, Course.withClock(settings, changed), from, null);
            out().print(new DifferencesText(Terminal.colour(), MOST_SHOWN).of(differences));
            out().flush();
            boolean goesOn = differences.isNone() || yes || Terminal.confirm("bring them into effect?");
            return goesOn ? changed.fingerprint(settings) : null;
        }
    }
}
