package io.tocsin.cli;

import io.tocsin.app.Course;
import io.tocsin.app.Explainer;
import io.tocsin.app.Explanation;
import io.tocsin.app.FoundAlert;
import io.tocsin.app.ReplayBound;
import io.tocsin.app.Stretch;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import java.util.List;
import java.util.Locale;
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
        name = "explain",
        header = "Shows what led to an alert.",
        description = {
            "",
            "Takes the alert from the history that a service with these settings has stored (`tocsin alerts` lists it),"
                    + " shows its changes and its rule as it was, and replays the messages before it by the rules and"
                    + " settings of then: the events of its sensor with their values, and the rows they gave. The service"
                    + " may run meanwhile and is not disturbed.",
            "",
            "It begins the horizon of the rules before the change, or with --from, and ends with the change, or with --to. With --file"
                    + " neither server nor history is needed: the alert is looked for in a replay of the file by today's"
                    + " rules.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin explain 6dd3b1f0",
            "  tocsin explain 6dd3b1f0 --last 200 --from -2d",
            "  tocsin explain 6dd3b1f0 --file stretch.ndjson --format json",
            "",
            "Exit codes: 0 done; 1 no such alert, or failed; 2 wrong usage, config or input."
        })
final class ExplainCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    private static final int MAX_SHOWN = 10;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "1",
            paramLabel = "ID",
            description = "An alert's id or alert, or as many of its first digits as tell it from others.")
    private String id = "";

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private StretchOptions bounds = new StretchOptions();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many steps are shown, the last ones: events, and rows and changes that came by the clock"
                    + " (default: ${DEFAULT-VALUE}).")
    private int last = 20;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: for people; json: all of it on one line (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Override
    public Integer call() throws Exception {
        String start = start();
        ReplayBound from = bounds.first();
        ReplayBound to = bounds.last();
        Settings settings = input.settings(common);
        Signals signals = Objects.requireNonNull(tocsin).signals();
        try (MessageLog log = input.open(settings, "tocsin-explain-" + UUID.randomUUID());
                ResultFile out = ResultFile.standardOutput()) {
            return signals.interruptibly(() -> {
                // The history before the journal: so the journal knows of every alert that is found.
                Course today = input.isFile() ? today(settings) : null;
                FoundAlert found = find(
                        today == null
                                ? FoundAlert.inHistory(settings.state().folder(), start)
                                : FoundAlert.inReplay(today, log, new Stretch(1, MessageLog.FOLLOW), start));
                if (found == null) {
                    return Exit.FAILED;
                }
                Course course = today == null ? Course.asItWas(settings) : today;
                Explainer explainer = new Explainer(course, found);
                Explanation.RuleThen rule = explainer.rule(files());
                if (format == Format.text) {
                    out.writer().print(ExplanationText.alert(found, rule, Terminal.colour()));
                    out.writer().flush(); // it stands, even where the log cannot be read
                }
                Stretch stretch = explainer.stretch(log, from, to, System.currentTimeMillis());
                Explanation explanation = explain(explainer, log, rule, stretch, from != null);
                out.writer()
                        .print(
                                format == Format.json
                                        ? ExplanationJson.of(explanation) + "\n"
                                        : ExplanationText.events(explanation, Terminal.colour()));
                out.keep();
                return Exit.DONE;
            });
        } catch (LogException e) {
            throw input.failure(e);
        }
    }

    private Explanation explain(
            Explainer explainer, MessageLog log, Explanation.RuleThen rule, Stretch stretch, boolean all)
            throws LogException, RuleException, InterruptedException {
        try (Progress progress = Progress.of("explain", stretch.warm(), stretch.to(), log)) {
            return explainer.explain(log, rule, stretch, all, last, progress::at);
        }
    }

    /** Null, and it has been said, where there is no such alert. */
    private @Nullable FoundAlert find(List<FoundAlert> found) throws UsageException {
        if (found.isEmpty()) {
            Terminal.note(
                    input.isFile()
                            ? id + ": a replay of the file by today's rules gives no such alert"
                            : id
                                    + ": the history holds no such alert; `tocsin alerts --format json` lists what it holds");
            return null;
        }
        if (found.size() > 1) {
            throw new UsageException(several(found));
        }
        return found.get(0);
    }

    private String start() throws UsageException {
        String start = id.toLowerCase(Locale.ROOT);
        if (!start.matches("[0-9a-f]{1,32}")) {
            throw new UsageException(
                    id + " is no id: give the first hex digits, at most 32, of what alerts have as id or alert");
        }
        if (last < 1) {
            throw new UsageException("--last " + last + " is no number of steps: it must be at least 1");
        }
        if (input.isStandardInput()) {
            throw new UsageException("standard input is read once, and explain has to look twice: save it to a file");
        }
        return start;
    }

    private Course today(Settings settings) throws RuleException, InterruptedException {
        return Course.of(settings, new RuleCompiler(settings).compile(new RuleFolder(common.rules)));
    }

    private String several(List<FoundAlert> found) {
        StringBuilder message = new StringBuilder(id + " is the beginning of several ids; give more digits:");
        found.stream().limit(MAX_SHOWN).forEach(each -> message.append("\n  ")
                .append(ExplanationText.ids(each.change())));
        if (found.size() > MAX_SHOWN) {
            message.append("\n  and ").append(found.size() - MAX_SHOWN).append(" more");
        }
        return message.toString();
    }

    private @Nullable List<RuleFile> files() {
        try {
            return new RuleFolder(common.rules).read();
        } catch (RuleException e) {
            return null;
        }
    }
}
