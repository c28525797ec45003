package io.tocsin.cli;

import io.tocsin.config.Problem;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        header = "Checks the rules and the settings.",
        description = {
            "",
            "Compiles every rule of the folder and reports every problem of every file in one run, each as"
                    + " file:line:column: message. Needs no server and no secret.",
            ""
        },
        footer = {"", "Exit codes: 0 all is well; 2 there are problems."})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Rule folder, in place of --rules.")
    private @Nullable Path folder;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path rules = folder == null ? common.rules : folder;
        RuleSet set = new RuleCompiler(common.offlineSettings()).compile(new RuleFolder(rules));
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        for (Problem warning : set.warnings()) {
            out.println("warning: " + warning);
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
        return Exit.DONE;
    }
}
