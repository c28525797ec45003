package io.tocsin.cli;

import io.tocsin.app.ReplayBound;
import io.tocsin.app.Stretch;
import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.ExportFormat;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "export",
        header = "Writes a stretch of the log to a file.",
        description = {
            "",
            "The file keeps each message's sequence and log timestamp, so that `tocsin replay --file` of it gives what a"
                    + " replay of the log gives: for a colleague, for a test, for the time when the log no longer has it."
                    + " The log and a service that reads it are not disturbed.",
            "",
            "Without --from it begins with the first message there is, without --to it ends with the last one.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin export --from -24h --output yesterday.ndjson",
            "  tocsin export --from 4711 --to 9000 | gzip > stretch.ndjson.gz",
            "  tocsin replay --file stretch.ndjson.gz",
            "",
            "Exit codes: 0 done; 1 failed; 2 wrong usage or config."
        })
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private StretchOptions stretch = new StretchOptions();

    @Option(
            names = "--output",
            paramLabel = "F",
            description = "The file, replaced when all went well (default: standard output).")
    private @Nullable Path output;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Override
    public Integer call() throws Exception {
        Settings settings = common.settings();
        Signals signals = Objects.requireNonNull(tocsin).signals();
        ReplayBound first = stretch.first();
        ReplayBound last = stretch.last();
        try (MessageLog log = new NatsStreamingLog(settings.log(), "tocsin-export-" + UUID.randomUUID());
                ResultFile file = output == null ? ResultFile.standardOutput() : ResultFile.of(output)) {
            long written = signals.interruptibly(() -> {
                Stretch messages = Stretch.ofLog(log, first, last, System.currentTimeMillis());
                Terminal.note("exporting " + log.describe() + ", messages " + messages.from() + " to " + messages.to());
                return write(log, messages, settings.log().channel(), file.writer());
            });
            file.keep();
            Terminal.note("exported %,d messages".formatted(written));
            return Exit.DONE;
        }
    }

    private static long write(MessageLog log, Stretch stretch, String channel, PrintWriter out) throws Exception {
        out.print(ExportFormat.head(channel, stretch.from()) + "\n");
        long[] written = {0};
        try (Progress progress = Progress.of("export", stretch.from(), stretch.to(), log)) {
            log.read(stretch.from(), stretch.to(), (Message message) -> {
                out.print(ExportFormat.line(message) + "\n");
                written[0]++;
                progress.at(message.sequence());
            });
        }
        return written[0];
    }
}
