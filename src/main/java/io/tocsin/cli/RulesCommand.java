package io.tocsin.cli;

import io.tocsin.app.RuleDesk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rules",
        header = "Shows which rules run, and what they have done.",
        description = {
            "",
            "Lists the rules of the service that runs on the state folder of these settings, or ran there last: since when"
                    + " each runs as it is, its rows and changes of alerts since then, what is open now, and the engine time"
                    + " it has used where that is measured. Rules that were refused are told with their problems. The counts"
                    + " are those of the last commit, at most about a second old. --rules is not read.",
            ""
        },
        footer = {"", "Exit codes: 0 done; 1 failed; 2 wrong usage or config, or no service has run yet."})
final class RulesCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: a table for people; json: one object for programs (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = common.offlineSettings().state().folder();
        Optional<RuleDesk.View> view = new RuleDesk(folder).view();
        if (view.isEmpty()) {
            throw new UsageException(
                    folder + ": holds no store; tocsin run keeps it there, and state.folder says where");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (format == Format.json) {
            out.println(RulesShown.json(view.get()));
        } else {
            RulesShown.lines(view.get()).forEach(out::println);
        }
        return Exit.DONE;
    }
}
