package io.tocsin.cli;

import io.tocsin.app.server.ServerUnavailableException;
import io.tocsin.config.ConfigException;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.send.nats.PublishException;
import io.tocsin.store.StoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The command line: finds the command, runs it, and turns what goes wrong into a message and an exit code. */
public final class Cli {
    private Cli() {}

    /** Runs a command and answers its exit code: 0 done; 1 failed; 2 wrong usage, config, rules or unreadable input. */
    public static int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new TocsinCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, result) -> failed(e))
                .setParameterExceptionHandler((e, all) -> misused(e))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        for (CommandLine command : commandLine.getSubcommands().values()) {
            command.getCommandSpec().mixinStandardHelpOptions(true);
        }
        if (arguments.length == 0) {
            commandLine.usage(System.err);
            return Exit.USAGE;
        }
        return commandLine.execute(arguments);
    }

    /** The mistake alone: a page of help would push it off the screen. */
    private static int misused(CommandLine.ParameterException e) {
        Terminal.note(String.valueOf(e.getMessage()));
        CommandLine command = e.getCommandLine();
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        Terminal.note("see `" + command.getCommandSpec().qualifiedName() + " --help`");
        return Exit.USAGE;
    }

    private static int failed(Exception e) {
        if (e instanceof UsageException
                || e instanceof ConfigException
                || e instanceof RuleException
                || e instanceof IllegalArgumentException) {
            Terminal.note(String.valueOf(e.getMessage()));
            return Exit.USAGE;
        }
        boolean explained = e instanceof LogException
                || e instanceof PublishException
                || e instanceof StoreException
                || e instanceof ServerUnavailableException
                || e instanceof java.io.IOException;
        if (explained) {
            Terminal.note(String.valueOf(e.getMessage()));
        } else if (e instanceof InterruptedException) {
            Terminal.note("stopped");
        } else {
            LoggerFactory.getLogger(Cli.class).error("a defect in tocsin; please report it", e);
        }
        return Exit.FAILED;
    }
}
