package io.tocsin.cli;

import io.tocsin.app.SendFailedException;
import io.tocsin.app.server.ServerUnavailableException;
import io.tocsin.config.ConfigException;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.send.nats.PublishException;
import io.tocsin.store.StoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The command line: finds the command, runs it, and turns what goes wrong into a message and an exit code. */
public final class Cli {
    private Cli() {}

    /** Runs a command and answers its exit code: 0 done; 1 failed; 2 wrong usage, config, rules or unreadable input. */
    public static int run(String... arguments) {
        Signals signals = Signals.install();
        return signals.ended(run(signals, arguments));
    }

    private static int run(Signals signals, String... arguments) {
        CommandLine commandLine = new CommandLine(new TocsinCommand(signals))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, result) -> failed(e, signals))
                .setParameterExceptionHandler((e, a) -> misused(e))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        addHelp(commandLine);
        if (arguments.length == 0) {
            commandLine.usage(System.err);
            return Exit.USAGE;
        }
        return commandLine.execute(arguments);
    }

    private static void addHelp(CommandLine above) {
        for (CommandLine command : above.getSubcommands().values()) {
            command.getCommandSpec().mixinStandardHelpOptions(true);
            addHelp(command);
        }
    }

    /** The whole help would push the message off the screen. */
    private static int misused(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        Terminal.note(
                e instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                        ? unmatched.getUnmatched().get(0) + ": "
                                + (command.getSubcommands().isEmpty()
                                        ? "one argument too many"
                                        : "there is no such command")
                        : String.valueOf(e.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        Terminal.note("`" + command.getCommandSpec().qualifiedName() + " --help` shows how it is used");
        return Exit.USAGE;
    }

    private static int failed(Exception e, Signals signals) {
        if (e instanceof InterruptedException) {
            Terminal.note("stopped");
            return signals.asked() ? Exit.DONE : Exit.FAILED;
        }
        if (e instanceof UsageException
                || e instanceof ConfigException
                || e instanceof RuleException
                || e instanceof IllegalArgumentException) {
            Terminal.note(String.valueOf(e.getMessage()));
            return Exit.USAGE;
        }
        boolean explained = e instanceof LogException
                || e instanceof PublishException
                || e instanceof SendFailedException
                || e instanceof StoreException
                || e instanceof ServerUnavailableException
                || e instanceof TimeoutException
                || e instanceof java.io.IOException;
        if (explained) {
            Terminal.note(String.valueOf(e.getMessage()));
        } else {
            LoggerFactory.getLogger(Cli.class).error("a defect in tocsin; please report it", e);
        }
        return Exit.FAILED;
    }
}
