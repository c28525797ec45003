package io.tocsin.cli;

import io.tocsin.app.Pace;
import io.tocsin.app.Replay;
import io.tocsin.app.ReplayBound;
import io.tocsin.app.ReplaySummary;
import io.tocsin.app.Stretch;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.send.terminal.AlertLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        header = "Debug mode: runs the rules over the recorded past.",
        description = {
            "",
            "Reads the log from its first message, or from --from, to the last one that is there when it starts, and shows what the rules would have rung. Nothing is sent and nothing is stored; a service"
                    + " that runs meanwhile is not disturbed. With --file a file of one message a line takes the log's"
                    + " place, and no server and no secret is needed.",
            "",
            "The engine starts cold: windows are empty at the first message.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin replay --file samples/solar.ndjson",
            "  tocsin replay --from -6h --format json --output alerts.ndjson",
            "  tocsin replay --from 4711 --to 2026-03-01T06:00:00Z",
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

    @Option(
            names = "--file",
            paramLabel = "F",
            description = "Reads this file in place of the log: one message a line, gzip or not; - is standard input.")
    private @Nullable String file;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description =
                    "First message: a sequence, a time such as 2017-09-30T15:10:17Z, or a distance such as -6h (default:"
                            + " the first one there is).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            description =
                    "Last message, inclusive, given likewise (default: the last one there is). Times are the log's; in a"
                            + " file the messages' own, and distances count from its last one.")
    private @Nullable String to;

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
                    "text: a line for people; json: one alert a line and nothing else (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(names = "--output", paramLabel = "F", description = "Alerts go to this file, replaced when all went well.")
    private @Nullable Path output;

    @Option(names = "--summary", paramLabel = "F", description = "Writes the summary there too, as JSON.")
    private @Nullable Path summary;

    @Override
    public Integer call() throws Exception {
        Settings settings = file == null ? common.settings() : common.offlineSettings();
        RuleSet rules = new RuleCompiler(settings).compile(new RuleFolder(common.rules));
        try (MessageLog log = log(settings);
                AlertFile out = new AlertFile(output)) {
            Pace pace = pace();
            Stretch stretch = stretch(log, settings);
            Terminal.note("replaying " + log.describe()
                    + (stretch.to() == MessageLog.FOLLOW ? "" : ", messages " + stretch.from() + " to " + stretch.to())
                    + "; cold: windows are empty at the start");
            Progress progress = Progress.of(stretch.from(), stretch.to(), log);
            Replay replay = new Replay(settings, rules, log, pace, writer(out.writer()), progress::at);
            // A stop holds the JVM until this block is left, so the summary belongs inside.
            try (Signals ignored = Signals.onStop(replay::stop)) {
                ReplaySummary result;
                try (progress) {
                    result = replay.run(stretch);
                }
                finish(out, result);
            }
            return Exit.DONE;
        } catch (LogException e) {
            throw file == null ? e : new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private MessageLog log(Settings settings) {
        if (file == null) {
            String client = "tocsin-replay-" + UUID.randomUUID();
            return new NatsStreamingLog(settings.log(), client);
        }
        long limit = settings.decode().maxMessage().bytes();
        return file.equals("-") ? FileLog.of(System.in, limit) : FileLog.of(Path.of(file), limit);
    }

    private Stretch stretch(MessageLog log, Settings settings) throws Exception {
        ReplayBound first = bound("--from", from);
        ReplayBound last = bound("--to", to);
        if (!(log instanceof FileLog lines)) {
            return Stretch.ofLog(log, first, last, System.currentTimeMillis());
        }
        boolean sequences = (first == null || first instanceof ReplayBound.Sequence)
                && (last == null || last instanceof ReplayBound.Sequence);
        if (!sequences && lines.size().isEmpty()) {
            throw new UsageException(
                    "standard input is read once: give --from and --to as line numbers, or name a file");
        }
        return Stretch.ofFile(lines, settings.decode(), first, last);
    }

    private static @Nullable ReplayBound bound(String option, @Nullable String text) throws UsageException {
        try {
            return text == null ? null : ReplayBound.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " " + text + " " + e.getMessage());
        }
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

    private void finish(AlertFile out, ReplaySummary result) throws Exception {
        if (format == Format.text && output == null) {
            out.writer().print("\n" + result.text());
        } else {
            Terminal.note(result.text().stripTrailing());
        }
        if (result.received() > 0 && result.decoded() == 0) {
            Terminal.note("nothing here is a sensor message; a message is one line of JSON, see samples/README.md");
        }
        if (summary != null) {
            AlertFile.write(summary, result.json() + "\n");
        }
        out.keep();
    }
}
