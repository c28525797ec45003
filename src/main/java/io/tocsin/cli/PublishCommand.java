package io.tocsin.cli;

import io.tocsin.app.SampleFiles;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "publish",
        header = "Puts the lines of files into the log.",
        description = {
            "",
            "Publishes each line as one message to the channel that is read. Several files are merged by the timestamps of"
                    + " their messages, as if their sensors reported side by side.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin publish samples/*.ndjson",
            "  tocsin publish --rate 100 --retime samples/solar.ndjson",
            "",
            "Exit codes: 0 every line is in the log; 1 failed; 2 wrong usage, config or input."
        })
final class PublishCommand implements Callable<Integer> {
    private static final int IN_FLIGHT = 512;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "1..*", paramLabel = "F.ndjson", description = "Files of one message a line.")
    private List<Path> files = List.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Messages a second; 0: as fast as the server takes them (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--retime", description = "Moves the timestamps so that the last one is now.")
    private boolean retime;

    @Override
    public Integer call() throws Exception {
        if (rate < 0 || Double.isNaN(rate)) {
            throw new UsageException("--rate " + rate + ": give messages a second, or 0 for no limit");
        }
        Settings settings = common.settings();
        List<byte[]> lines = lines(settings);
        if (retime) {
            lines = SampleFiles.retimed(lines, settings.decode(), System.currentTimeMillis());
        }
        String client = settings.log().client() + "-publish-" + UUID.randomUUID();
        try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                settings.log(), client, settings.log().channel(), IN_FLIGHT, rate, LIMIT)) {
            publisher.connect();
            long line = 0;
            for (byte[] body : lines) {
                publisher.publish(++line, body);
            }
            long published = publisher.finish();
            Terminal.note(String.format(
                    Locale.ROOT,
                    "published %,d messages to channel %s at %s",
                    published,
                    settings.log().channel(),
                    settings.log().url()));
        }
        return Exit.DONE;
    }

    private List<byte[]> lines(Settings settings) throws UsageException, InterruptedException {
        try {
            return SampleFiles.merged(files, settings.decode());
        } catch (LogException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
