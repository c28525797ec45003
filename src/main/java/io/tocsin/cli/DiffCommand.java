package io.tocsin.cli;

import io.tocsin.app.Course;
import io.tocsin.app.Differences;
import io.tocsin.app.ReplayBound;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "diff",
        header = "Shows which alerts other rules would have given.",
        description = {
            "",
            "Replays a stretch of the log, or of a --file, through two rule folders side by side and shows, by rule, which"
                    + " changes of alerts appear, disappear, move to another time, or change in severity, count, summary or"
                    + " value. With one folder it is compared with the rules that the service with these settings runs. The"
                    + " service is not disturbed.",
            "",
            "Without --from it begins with the first message there is, without --to it ends with the last one. Windows are"
                    + " filled from the messages before --from.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin diff epl --from -24h",
            "  tocsin diff epl epl-new --from -24h",
            "  tocsin diff epl epl-new --file stretch.ndjson",
            "",
            "Exit codes: 0 no difference; 3 differences; 1 failed; 2 wrong usage, config, rules or input."
        })
final class DiffCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    private static final int MOST_FOLDERS = 2;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "1..2",
            paramLabel = "DIR",
            description = "The new rule folder; or the old one and the new one.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private StretchOptions bounds = new StretchOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many differences of each rule are shown (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: for people; json: one difference a line, all of them, and nothing else (default:"
                    + " ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Override
    public Integer call() throws Exception {
        if (folders.size() > MOST_FOLDERS) {
            throw new UsageException("diff compares two folders, and here are " + folders.size());
        }
        ReplayBound from = bounds.first();
        ReplayBound to = bounds.last();
        if (input.isStandardInput()) {
            throw new UsageException("standard input is read once: save it to a file");
        }
        if (input.isFile() && folders.size() == 1) {
            throw new UsageException("with --file give both folders, the old one and the new one");
        }
        Settings settings = input.settings(common);
        Signals signals = Objects.requireNonNull(tocsin).signals();
        try (MessageLog log = input.open(settings, "tocsin-diff-" + UUID.randomUUID());
                ResultFile out = ResultFile.standardOutput()) {
            Differences differences = signals.interruptibly(() -> {
                Course now = course(settings, folders.get(folders.size() - 1));
                Course old = folders.size() == 1 ? Course.running(settings) : course(settings, folders.get(0));
                Terminal.note("comparing " + (folders.size() == 1 ? "the running rules" : folders.get(0)) + " with "
                        + folders.get(folders.size() - 1) + " over " + log.describe());
                return RuleComparison.over(log, old, now, from, to);
            });
            out.writer()
                    .print(
                            format == Format.json
                                    ? DifferencesJson.of(differences)
                                    : new DifferencesText(Terminal.colour(), limit).of(differences));
            out.keep();
            return differences.isNone() ? Exit.DONE : Exit.DIFFERENT;
        } catch (LogException e) {
            throw input.failure(e);
        }
    }

    private Course course(Settings settings, Path folder) throws Exception {
        RuleSet rules = new RuleCompiler(settings).compile(new RuleFolder(folder));
        return input.isFile() ? Course.of(settings, rules) : Course.withClock(settings, rules);
    }
}
