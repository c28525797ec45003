package io.tocsin.cli;

import io.tocsin.app.Replay;
import io.tocsin.app.ReplaySummary;
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
            "Reads the log from its first message, or from --from, to the last one that is there when it starts, at full"
                    + " speed, and shows what the rules would have rung. Nothing is sent and nothing is stored; a service"
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
            "  tocsin replay --from 4711 --format json --output alerts.ndjson",
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

    @Option(names = "--from", paramLabel = "SEQ", description = "First message (default: the first one there is).")
    private @Nullable Long from;

    @Option(
            names = "--to",
            paramLabel = "SEQ",
            description = "Last message, inclusive (default: the last one there is).")
    private @Nullable Long to;

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
            Stretch stretch = stretch(log);
            Terminal.note("replaying " + log.describe()
                    + (stretch.to() == MessageLog.FOLLOW ? "" : ", messages " + stretch.from() + " to " + stretch.to())
                    + "; cold: windows are empty at the start");
            ReplaySummary result;
            try (Progress progress = Progress.of(stretch.from(), stretch.to(), log)) {
                Replay replay = new Replay(settings, rules, log, writer(out.writer()), progress::at);
                try (Signals ignored = Signals.onStop(replay::stop)) {
                    result = replay.run(stretch.from(), stretch.to());
                }
            }
            finish(out, result);
            return Exit.DONE;
        } catch (LogException e) {
            if (file == null) {
                throw e;
            }
            throw new UsageException(String.valueOf(e.getMessage()));
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

    private record Stretch(long from, long to) {}

    /** The end of a log is frozen at the start, so that a replay of a living log ends. */
    private Stretch stretch(MessageLog log) throws Exception {
        if (from != null && from < 1) {
            throw new UsageException("--from " + from + ": sequences begin at 1");
        }
        if (to != null && to < (from == null ? 1 : from)) {
            throw new UsageException("--to " + to + " lies before the first message of the stretch");
        }
        if (file != null) {
            return new Stretch(from == null ? 1 : from, to == null ? MessageLog.FOLLOW : to);
        }
        MessageLog.Bounds bounds = log.bounds();
        long first = from == null ? bounds.first() : from;
        long last = to == null ? bounds.last() : Math.min(to, bounds.last());
        return new Stretch(first, last);
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
