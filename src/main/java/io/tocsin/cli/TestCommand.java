package io.tocsin.cli;

import io.tocsin.app.ruletest.Outcome;
import io.tocsin.app.ruletest.RuleTests;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "test",
        header = "Runs the tests of the rules.",
        description = {
            "",
            "A file NAME.test.yaml beside NAME.epl says what sensors send, in a short notation and in a time of its own, and"
                    + " which alerts must come of it: docs/rule-tests.md. Every test runs on an engine of its own with all"
                    + " rules of the folder and the settings, in milliseconds. Needs no server and no secret.",
            "",
            "With --record a stretch of the log, or of a --file, becomes a test: its messages go to NAME.ndjson and what the"
                    + " rules make of them, beginning cold with its first message, to NAME.test.yaml in the rule folder.",
            "",
            "Of a test that fails, every change is shown in order of time: - did not come, + was not expected,"
                    + " ! must never come.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin test",
            "  tocsin test epl --filter pressure",
            "  tocsin test --junit target/rules.xml",
            "  tocsin test --record=pump-failure --from 4711 --to 9000 --only oil-high-pressure",
            "",
            "Exit codes: 0 all pass; 1 one fails; 2 wrong usage, config, rules or tests, or no test."
        })
final class TestCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Rule folder, in place of --rules.")
    private @Nullable Path folder;

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Runs only tests whose file or name holds this text.")
    private String filter = "";

    @Option(names = "--junit", paramLabel = "F", description = "Also writes the outcomes to F as JUnit XML.")
    private @Nullable Path junit;

    @Option(
            names = "--record",
            arity = "0..1",
            paramLabel = "NAME",
            fallbackValue = "",
            description = "Records a test of this name (default: recorded- and its first and last message).")
    private @Nullable String record;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private StretchOptions bounds = new StretchOptions();

    @Option(
            names = "--only",
            paramLabel = "RULE",
            description =
                    "With --record: the rules to be tested; may be given several times (default: those that ring).")
    private List<String> only = new ArrayList<>();

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (record != null) {
            return new TestRecorder(rules(), common, input, bounds, only)
                    .record(record, Objects.requireNonNull(tocsin).signals());
        }
        if (input.isFile() || bounds.first() != null || bounds.last() != null || !only.isEmpty()) {
            throw new UsageException("--file, --from, --to and --only belong to --record");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        RuleTests tests = tests();
        List<Outcome> outcomes = new ArrayList<>();
        OutcomeText text = new OutcomeText(Terminal.colour());
        int failed;
        try (ResultFile report = junit == null ? null : ResultFile.of(junit)) {
            failed = tests.run(outcome -> {
                outcomes.add(outcome);
                out.print(text.of(outcome));
                out.flush();
            });
            if (report != null) {
                JunitXml.write(outcomes, report.writer());
                report.keep();
            }
        }
        out.print(text.summary(outcomes));
        out.flush();
        return failed == 0 ? Exit.DONE : Exit.FAILED;
    }

    private Path rules() {
        return folder == null ? common.rules : folder;
    }

    private RuleTests tests() throws Exception {
        Path rules = rules();
        Settings settings = common.offlineSettings();
        RuleFolder files = new RuleFolder(rules);
        RuleTests all = RuleTests.of(files, new RuleCompiler(settings).compile(files), settings);
        if (all.size() == 0) {
            throw new UsageException(
                    rules + ": holds no test; put one beside its rules, NAME.test.yaml beside NAME.epl:"
                            + " docs/rule-tests.md shows how");
        }
        RuleTests chosen = all.containing(filter);
        if (chosen.size() == 0) {
            throw new UsageException(
                    "--filter '" + filter + "': none of the " + all.size() + " tests has it in its file or name");
        }
        return chosen;
    }
}
