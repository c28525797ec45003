package io.tocsin.cli;

import io.tocsin.app.OutboxDesk;
import io.tocsin.config.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resend",
        header = "Puts back what was set aside.",
        description = {
            "",
            "A running service sends it within 10 s, and where none runs the next one does. It carries the id it had, so that"
                    + " its readers know it again. `tocsin outbox` shows the numbers.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all are put back; 1 a number is not one that was set aside, or failed; 2 wrong usage or config."
        })
final class OutboxResendCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..*", paramLabel = "NUMBER", description = "What to put back.")
    private List<Long> numbers = List.of();

    @Option(names = "--all", description = "All that was set aside.")
    private boolean all;

    @Option(names = "--sink", paramLabel = "NAME", description = "With --all: of this sink only.")
    private @Nullable String sink;

    @Override
    public Integer call() throws UsageException, ConfigException {
        if (all == !numbers.isEmpty()) {
            throw new UsageException("give numbers or --all; `tocsin outbox` lists what was set aside");
        }
        if (sink != null && !all) {
            throw new UsageException("--sink goes with --all; a number says its sink by itself");
        }
        OutboxDesk desk = OutboxCommand.desk(common);
        List<Long> back = all ? desk.resendAll(sink) : desk.resend(numbers);
        Terminal.note(back.size() + " put back"
                + (back.isEmpty() ? "" : "; a running service sends within 10 s, else the next one does"));
        return Numbers.missing(numbers, back);
    }
}
