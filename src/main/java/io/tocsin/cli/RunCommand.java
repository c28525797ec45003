package io.tocsin.cli;

import io.tocsin.app.Reloading;
import io.tocsin.app.Service;
import io.tocsin.app.Sinks;
import io.tocsin.app.ruletest.RuleTests;
import io.tocsin.config.Settings;
import io.tocsin.config.SettingsFile;
import io.tocsin.pipeline.send.Sink;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "run",
        header = "The service: watches the log and rings.",
        description = {
            "",
            "Reads the channel of the settings from where it left off, runs the rules over it and sends alerts to the"
                    + " sinks of the settings. Changed rules and rules.variables take effect while it runs; broken ones are"
                    + " refused and the old ones go on. SIGHUP or `tocsin reload` have them read at once. Ctrl-C or SIGTERM"
                    + " end it cleanly.",
            ""
        },
        footer = {"", "Exit codes: 0 stopped; 1 failed; 2 wrong usage, config or rules."})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--accept-reset",
            description =
                    "Goes on with a log that is no longer the one that was read (store wiped, channel begun anew, other"
                            + " server), from its first message. Open alerts, what is still to be sent and the history stay."
                            + " Refused where the log was not reset, so give it once and not in a unit file.")
    private boolean acceptReset;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Override
    public Integer call() throws Exception {
        Settings settings = common.settings();
        Signals signals = Objects.requireNonNull(tocsin).signals();
        try (Service service = signals.interruptibly(() -> Service.start(
                settings,
                new Reloading(new SettingsFile(common.config, System::getenv)::read, RuleTests::failing),
                common.rules,
                terminal(settings),
                acceptReset))) {
            signals.onHangUp(service::reload);
            Terminal.note("source: " + service.source());
            try {
                signals.onStop(Thread.currentThread()::interrupt);
                service.await();
            } catch (InterruptedException e) {
                Terminal.note(
                        "stopped; since the start:\n" + service.stop().text().stripTrailing());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return Exit.DONE;
    }

    private static List<Sink> terminal(Settings settings) {
        Settings.Terminal terminal = settings.sinks().terminal();
        return terminal != null && terminal.enabled() ? List.of(Sinks.terminal(Terminal.colour())) : List.of();
    }
}
