package io.tocsin.cli;

import io.tocsin.config.Durations;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        header = "Checks the rules and the settings.",
        description = {
            "",
            "Compiles every rule of the folder and reports every problem of every file in one run, each as"
                    + " file:line:column: message. Rules that run but cannot be rebuilt after a restart are warned of, with"
                    + " the form that can. The horizon is how much of the log is read to have the windows of all rules"
                    + " again. Needs no server and no secret.",
            ""
        },
        footer = {"", "Exit codes: 0 all is well or warned of; 2 there are problems, or warnings with rules.strict."})
final class CheckCommand implements Callable<Integer> {
    private static final int MAX_NAME = 128;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Rule folder, in place of --rules.")
    private @Nullable Path folder;

    @Option(
            names = "--table",
            description = "Prints a table of the rules: what becomes of their rows, their keys, windows and horizons.")
    private boolean table;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path rules = folder == null ? common.rules : folder;
        Settings settings = common.offlineSettings();
        RuleSet set = new RuleCompiler(settings).compile(new RuleFolder(rules));
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        for (Problem warning : set.warnings()) {
            out.println(warning.warning());
        }
        long alerts = set.rules().stream().filter(r -> r.alert() != null).count();
        long publish = set.rules().stream().filter(r -> r.publish() != null).count();
        long resolve = set.rules().stream().filter(r -> !r.resolves().isEmpty()).count();
        out.printf(
                java.util.Locale.ROOT,
                "%s: ok, %d rules: %d raise alerts, %d resolve, %d publish%n",
                rules,
                set.rules().size(),
                alerts,
                resolve,
                publish);
        out.println("horizon: " + horizon(set, settings));
        if (table) {
            RuleTable.lines(set.lookbacks()).forEach(out::println);
        }
        return Exit.DONE;
    }

    private static String horizon(RuleSet set, Settings settings) {
        long horizon = set.horizon(settings);
        String words = Durations.words(Duration.ofMillis(horizon));
        long least = settings.rules().horizon().toMillis();
        return set.lookbacks().stream()
                .filter(l -> horizon > least && l.need().horizon() == horizon)
                .findFirst()
                .map(l -> words + ", which '" + SafeText.line(l.name(), MAX_NAME) + "' needs")
                .orElse(words + ", as rules.horizon says; no rule "
                        + (set.warnings().isEmpty() ? "" : "that can be rebuilt ") + "needs more");
    }
}
