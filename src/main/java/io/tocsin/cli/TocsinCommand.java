package io.tocsin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

@Command(
        name = "tocsin",
        mixinStandardHelpOptions = true,
        versionProvider = TocsinCommand.Version.class,
        header = "Tocsin rings when sensors misbehave.",
        description = {
            "",
            "It reads sensor messages from a NATS Streaming log, runs EPL rules over them, and sends alerts to NATS, e-mail"
                    + " and the terminal. Rules are files in a folder; they may change while it runs.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Begin with `tocsin demo`. `tocsin COMMAND --help` tells more.", "Licence: GPL-2.0-or-later."},
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            AlertsCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            CheckCommand.class,
            TestCommand.class,
            DiffCommand.class,
            RulesCommand.class,
            ReloadCommand.class,
            PublishCommand.class,
            ExportCommand.class,
            OutboxCommand.class,
            CompletionCommand.class
        })
final class TocsinCommand {
    private final Signals signals;

    TocsinCommand(Signals signals) {
        this.signals = signals;
    }

    Signals signals() {
        return signals;
    }

    /** Reads the version the build wrote. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = TocsinCommand.class.getResourceAsStream("/tocsin.properties")) {
                if (in != null) {
                    properties.load(in);
                }
            }
            return new String[] {"tocsin " + properties.getProperty("version", "unknown")};
        }
    }
}
