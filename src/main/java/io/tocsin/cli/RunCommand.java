package io.tocsin.cli;

import io.tocsin.app.Service;
import io.tocsin.app.Sinks;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.send.Sink;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        header = "The service: watches the log and rings.",
        description = {
            "",
            "Reads the channel of the settings from where it left off, runs the rules over it and sends alerts to the"
                    + " sinks of the settings. Changed rules take effect while it runs; broken ones are refused and the old"
                    + " ones go on. Ctrl-C or SIGTERM end it cleanly.",
            ""
        },
        footer = {"", "Exit codes: 0 stopped; 1 failed; 2 wrong usage, config or rules."})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws Exception {
        Settings settings = common.settings();
        Thread main = Thread.currentThread();
        try (Signals ignored = Signals.onStop(main::interrupt);
                Service service = Service.start(settings, common.rules, terminal(settings))) {
            Terminal.note("source: " + service.source());
            service.await();
        } catch (InterruptedException e) {
            Terminal.note("stopped");
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
