package io.tocsin.cli;

import io.tocsin.app.Demo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "demo",
        header = "Shows it all on this machine, in a minute.",
        description = {
            "",
            "Starts a NATS Streaming server on loopback, publishes the samples to it, runs the rules of the folder and shows"
                    + " each alert as it rings. Without the server, and without Go to build it, the same alerts are shown"
                    + " from the files.",
            "",
            "The settings are the demo's own: --config is not read. Where the current folder has no epl or no samples,"
                    + " those that come with Tocsin are used. Messages and state live in a temporary folder and go with"
                    + " it; a server that Go has to build stays in the user's cache folder.",
            ""
        },
        footer = {"", "Exit codes: 0 done; 1 failed, or some kind of alert never rang; 2 wrong usage, rules or samples."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--once", description = "Ends when every sample has been evaluated and every alert is out.")
    private boolean once;

    @Option(
            names = "--samples",
            paramLabel = "DIR",
            defaultValue = "samples",
            description = "Folder of message files (default: ${DEFAULT-VALUE}).")
    private Path samples = Path.of("samples");

    @Option(
            names = "--server",
            paramLabel = "FILE",
            description = "The nats-streaming-server program; default: found on the PATH or built with Go.")
    private @Nullable Path server;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    /** The folder that the launcher knows, where the default one is not here. */
    private static Path shipped(Path folder, String name) {
        String home = System.getProperty("tocsin.home");
        return home != null && folder.equals(Path.of(name)) && !Files.exists(folder)
                ? Path.of(home).resolve(name)
                : folder;
    }

    @Override
    public Integer call() throws Exception {
        Signals signals = Objects.requireNonNull(tocsin).signals();
        Demo demo = new Demo(
                shipped(common.rules, "epl"),
                shipped(samples, "samples"),
                server,
                Terminal.colour(),
                Terminal::note,
                signals::asked);
        boolean complete = signals.interruptibly(() -> demo.run(once));
        return complete ? Exit.DONE : Exit.FAILED;
    }
}
