package io.tocsin.cli;

import io.tocsin.app.Course;
import io.tocsin.app.Pace;
import io.tocsin.app.Replay;
import io.tocsin.app.ReplayBound;
import io.tocsin.app.ReplaySender;
import io.tocsin.app.ReplayStep;
import io.tocsin.app.ReplaySummary;
import io.tocsin.app.SensorName;
import io.tocsin.app.Stretch;
import io.tocsin.config.Nearest;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.send.terminal.AlertLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "replay",
        header = "Debug mode: runs the rules over the recorded past.",
        description = {
            "",
            "Reads the log from its first message, or from --from, to the last one that is there when it starts, or to"
                    + " --to, and shows what the rules would have rung. Nothing is stored, and without --send nothing is"
                    + " sent; a service that runs meanwhile is not disturbed. With --file a file of one message a line"
                    + " takes the log's place, and no server and no secret is needed.",
            "",
            "Windows are filled from the messages before --from; without it they are empty at the first message there is."
                    + " Times are the log's; in a file the messages' own, and distances count from its last one.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin replay --file samples/solar.ndjson",
            "  tocsin replay --from -6h --format json --output alerts.ndjson",
            "  tocsin replay --from 4711 --to 2026-03-01T06:00:00Z",
            "  tocsin replay --as-it-was --from -24h",
            "  tocsin replay --from -1h --only oil-high-pressure --trace 594d186e51b3bc4eb0abafd9/Pressure",
            "  zcat old.ndjson.gz | tocsin replay --file - --summary summary.json",
            "",
            "Exit codes: 0 done, also where messages were skipped; 1 failed; 2 wrong usage, config, rules or input."
        })
final class ReplayCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private StretchOptions bounds = new StretchOptions();

    @Option(
            names = "--cold",
            description = "Begins with empty windows. Otherwise the messages before --from are read as well, without"
                    + " showing what they give: of the log those of the horizon, of a file all.")
    private boolean cold;

    @Option(
            names = "--as-it-was",
            description = "Takes the rules and settings that applied to each message when it came, from the journal in"
                    + " state.folder, in place of today's.")
    private boolean asItWas;

    @Option(
            names = "--only",
            paramLabel = "RULE",
            description =
                    "Runs this rule alone, with what resolves it and what it builds on. May be given several times.")
    private List<String> only = List.of();

    @Option(
            names = "--trace",
            paramLabel = "HOST[/SERVICE]",
            description =
                    "In place of alerts shows each event of this sensor, or of all of this host, with its clock, and"
                            + " what each rule made of it; and what else came of rows and alerts of the sensor.")
    private @Nullable String trace;

    @Option(
            names = "--speed",
            paramLabel = "max|FACTOR",
            defaultValue = "max",
            description = "How fast engine time passes: 1 as it did, 60 a minute a second (default: ${DEFAULT-VALUE}).")
    private String speed = "max";

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description =
                    "text: a line for people; json: one alert a line, or with --trace one step, and nothing else (default:"
                            + " ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(names = "--output", paramLabel = "F", description = "Alerts go to this file, replaced when all went well.")
    private @Nullable Path output;

    @Option(names = "--summary", paramLabel = "F", description = "Writes the summary there too, as JSON.")
    private @Nullable Path summary;

    @Option(
            names = "--send",
            description =
                    "Really sends the alerts to the sinks of the settings (derived events not), after asking. By the"
                            + " rules of then an alert has the id it had then.")
    private boolean send;

    @Option(names = "--yes", description = "With --send: does not ask.")
    private boolean yes;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Override
    public Integer call() throws Exception {
        Pace pace = pace();
        SendQuestion question = new SendQuestion(send, yes, input.isStandardInput());
        Settings settings = send ? common.settings() : input.settings(common);
        question.requireSinks(settings);
        String client = "tocsin-replay-" + UUID.randomUUID();
        Signals signals = Objects.requireNonNull(tocsin).signals();
        try (MessageLog log = input.open(settings, client);
                ResultFile results = output == null ? ResultFile.standardOutput() : ResultFile.of(output);
                ResultFile json = summary == null ? null : ResultFile.of(summary)) {
            Course course = signals.interruptibly(() -> course(settings));
            Stretch stretch = course.within(signals.interruptibly(() -> stretch(log, settings, course)));
            Terminal.note("replaying " + log.describe() + words(stretch));
            if (question.isToAsk()) {
                ReplaySummary counted = counted(course, log, stretch, signals);
                signals.onStopEnd();
                if (!question.ask(settings, counted)) {
                    Terminal.note("nothing was sent");
                    return Exit.FAILED;
                }
            }
            try (ReplaySender sender = send ? ReplaySender.of(settings, client) : null) {
                ReplaySummary result = run(course, log, pace, stretch, results.writer(), sender, signals);
                tell(results, result);
                results.keep();
                if (json != null) {
                    json.writer().print(result.json() + "\n");
                    json.keep();
                }
                return sender == null ? Exit.DONE : sent(sender);
            }
        } catch (LogException e) {
            throw input.failure(e);
        }
    }

    private ReplaySummary run(
            Course course,
            MessageLog log,
            Pace pace,
            Stretch stretch,
            PrintWriter out,
            @Nullable ReplaySender sender,
            Signals signals)
            throws Exception {
        SensorName sensor = trace == null ? null : new SensorName(trace);
        Consumer<Alert> shown = sensor == null ? writer(out) : alert -> {};
        Consumer<Alert> alerts = sender == null ? shown : shown.andThen(sender::send);
        try (Progress progress = Progress.of("replay", stretch.warm(), stretch.to(), log)) {
            Replay replay =
                    new Replay(course, log, pace, alerts, sensor == null ? null : tracer(sensor, out), progress::at);
            signals.onStop(() -> {
                replay.stop();
                if (sender != null) {
                    sender.stop();
                }
            });
            return replay.run(stretch);
        }
    }

    /** What the stretch would send. */
    private static ReplaySummary counted(Course course, MessageLog log, Stretch stretch, Signals signals)
            throws Exception {
        try (Progress progress = Progress.of("count", stretch.warm(), stretch.to(), log)) {
            Replay replay = new Replay(course, log, new Pace(Pace.MAX), alert -> {}, progress::at);
            return signals.interruptibly(() -> replay.run(stretch));
        }
    }

    private Consumer<ReplayStep> tracer(SensorName sensor, PrintWriter out) {
        boolean colour = Terminal.colour() && output == null;
        return step -> {
            ReplayStep part = sensor.of(step);
            if (part != null) {
                out.write(format == Format.json ? StepJson.of(part) + "\n" : StepText.of(part, colour));
            }
        };
    }

    private static int sent(ReplaySender sender) {
        sender.refusals().forEach(Terminal::note);
        Terminal.note("sent %,d alerts".formatted(sender.sent()));
        return sender.refusals().isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    private Stretch stretch(MessageLog log, Settings settings, Course course) throws Exception {
        ReplayBound first = bounds.first();
        ReplayBound last = bounds.last();
        if (!(log instanceof FileLog lines)) {
            Stretch stretch = Stretch.ofLog(log, first, last, System.currentTimeMillis());
            if (cold || first == null) {
                return stretch;
            }
            long span =
                    course.horizon(stretch.from()) + settings.clock().stall().toMillis();
            return stretch.warmed(log, span);
        }
        boolean sequences = (first == null || first instanceof ReplayBound.Sequence)
                && (last == null || last instanceof ReplayBound.Sequence);
        if (!sequences && lines.size().isEmpty()) {
            throw new UsageException(
                    "standard input is read once: give --from and --to as line numbers, or name a file");
        }
        Stretch stretch = Stretch.ofFile(lines, settings.decode(), first, last);
        return cold ? stretch : stretch.warmedWhole(1);
    }

    private Course course(Settings settings) throws Exception {
        Course course = everyRule(settings);
        Set<String> known = course.ruleNames();
        for (String name : only) {
            if (!known.contains(name)) {
                throw new UsageException("--only " + name + ": no rule that raises, resolves or publishes has that name"
                        + Nearest.hint(name, known));
            }
        }
        return only.isEmpty() ? course : course.only(Set.copyOf(only));
    }

    private Course everyRule(Settings settings) throws Exception {
        if (asItWas && input.isFile()) {
            throw new UsageException("--as-it-was goes by the sequences of the log, which a file does not have: leave"
                    + " --file out, or --as-it-was");
        }
        if (asItWas) {
            return Course.asItWas(settings);
        }
        RuleSet rules = new RuleCompiler(settings).compile(new RuleFolder(common.rules));
        return input.isFile() ? Course.of(settings, rules) : Course.withClock(settings, rules);
    }

    private static String words(Stretch stretch) {
        String messages =
                stretch.to() == MessageLog.FOLLOW ? "" : ", messages " + stretch.from() + " to " + stretch.to();
        return messages
                + (stretch.warm() < stretch.from()
                        ? "; warmed from message " + stretch.warm() + " on"
                        : "; cold: windows are empty at the start");
    }

    private Pace pace() throws UsageException {
        if (speed.equals("max")) {
            return new Pace(Pace.MAX);
        }
        try {
            double factor = Double.parseDouble(speed);
            if (factor > 0 && factor < Pace.MAX) {
                return new Pace(factor);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("--speed " + speed + " is neither max nor a factor such as 1 or 60");
    }

    private Consumer<Alert> writer(PrintWriter out) {
        return format == Format.json
                ? alert -> out.write(AlertJson.write(alert) + "\n")
                : alert -> out.write(AlertLine.format(alert, Terminal.colour() && output == null) + "\n");
    }

    private void tell(ResultFile alerts, ReplaySummary result) {
        if (format == Format.text && output == null) {
            alerts.writer().print("\n" + result.text());
        } else {
            Terminal.note(result.text().stripTrailing());
        }
        if (result.received() > 0 && result.decoded() == 0) {
            Terminal.note("nothing here is a sensor message; a message is one line of JSON, see samples/README.md");
        }
    }
}
