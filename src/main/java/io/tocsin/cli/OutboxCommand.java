package io.tocsin.cli;

import io.tocsin.app.OutboxDesk;
import io.tocsin.config.ConfigException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "outbox",
        header = "Shows what waits to be sent and what was set aside.",
        description = {
            "",
            "Lists for each sink the oldest alerts, derived events and dead letters that wait, and those that were set"
                    + " aside: refused for good, or tried in vain for long while others were taken. Each has a number, by"
                    + " which `tocsin outbox resend` puts it back and `tocsin outbox drop` removes it. All of it works beside"
                    + " a running service and without one. Rules play no part: --rules is not read.",
            ""
        },
        synopsisSubcommandLabel = "[resend|drop]",
        footer = {
            "",
            "Examples:",
            "  tocsin outbox",
            "  tocsin outbox --sink email --most 100",
            "  tocsin outbox resend 4711 4712",
            "  tocsin outbox resend --all --sink email",
            "  tocsin outbox drop 4711",
            "",
            "Exit codes: 0 done; 1 failed; 2 wrong usage or config."
        },
        subcommands = {OutboxResendCommand.class, OutboxDropCommand.class})
final class OutboxCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--sink", paramLabel = "NAME", description = "The only sink to list, such as nats or email.")
    private @Nullable String sink;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of each to list (default: ${DEFAULT-VALUE}).")
    private int most;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws UsageException, ConfigException {
        if (most < 0) {
            throw new UsageException("--most " + most + ": give a number from 0 on");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        desk(common).list(sink, most).forEach(out::println);
        return Exit.DONE;
    }

    static OutboxDesk desk(CommonOptions common) throws UsageException, ConfigException {
        return new OutboxDesk(common.offlineSettings().state().folder());
    }
}
