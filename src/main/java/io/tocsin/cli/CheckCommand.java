package io.tocsin.cli;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Durations;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
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
    enum Format {
        text,
        json,
        sarif
    }

    private static final int MAX_NAME = 128;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Rule folder, in place of --rules.")
    private @Nullable Path folder;

    @Option(
            names = "--table",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "The table of the rules: what becomes of their rows, their keys, windows and horizons; --no-table"
                            + " leaves it out.")
    private boolean table = true;

    @Option(
            names = "--format",
            paramLabel = "text|json|sarif",
            defaultValue = "text",
            description = "text: for people; json: problems, warnings and rules as one JSON object; sarif: problems and"
                    + " warnings as SARIF 2.1.0, which editors and code hosts show (default: ${DEFAULT-VALUE}). The latter"
                    + " two come on standard output, whatever was found.")
    private Format format = Format.text;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (format == Format.text) {
            text(out, common.offlineSettings());
            return Exit.DONE;
        }
        CheckReport report = report();
        out.println(
                format == Format.json
                        ? report.json()
                        : report.sarif(spec.root().version()[0].replaceFirst("^tocsin ", "")));
        return report.problems().isEmpty() ? Exit.DONE : Exit.USAGE;
    }

    private CheckReport report() throws Exception {
        try {
            Settings settings = common.offlineSettings();
            return CheckReport.of(compile(settings), settings);
        } catch (RuleException e) {
            return CheckReport.refused(e.problems());
        } catch (ConfigException e) {
            return CheckReport.refused(e.problems());
        }
    }

    private RuleSet compile(Settings settings) throws RuleException, InterruptedException {
        return new RuleCompiler(settings).compile(new RuleFolder(folder == null ? common.rules : folder));
    }

    private void text(PrintWriter out, Settings settings) throws RuleException, InterruptedException {
        RuleSet set = compile(settings);
        for (Problem warning : set.warnings()) {
            out.println(warning.warning());
        }
        long alerts = set.rules().stream().filter(r -> r.alert() != null).count();
        long publish = set.rules().stream().filter(r -> r.publish() != null).count();
        long resolve = set.rules().stream().filter(r -> !r.resolves().isEmpty()).count();
        out.printf(
                Locale.ROOT,
                "%s: ok, %d rules: %d raise alerts, %d resolve, %d publish%n",
                folder == null ? common.rules : folder,
                set.rules().size(),
                alerts,
                resolve,
                publish);
        out.println("horizon: " + horizon(set, settings));
        if (table) {
            RuleTable.lines(set.lookbacks()).forEach(out::println);
        }
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
