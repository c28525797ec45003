package io.tocsin.cli;

import io.tocsin.config.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "drop",
        header = "Removes for ever what was set aside.",
        description = {
            "",
            "What waits cannot be dropped, only what was set aside. `tocsin outbox` shows the numbers.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all are removed; 1 a number is not one that was set aside, or failed; 2 wrong usage or config."
        })
final class OutboxDropCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "1..*", paramLabel = "NUMBER", description = "What to remove.")
    private List<Long> numbers = List.of();

    @Override
    public Integer call() throws UsageException, ConfigException {
        List<Long> dropped = OutboxCommand.desk(common).drop(numbers);
        Terminal.note(dropped.size() + " removed");
        return Numbers.missing(numbers, dropped);
    }
}
