package io.tocsin.cli;

import io.tocsin.app.AlertQuery;
import io.tocsin.app.ReplayBound;
import io.tocsin.config.Settings;
import io.tocsin.model.AlertJson;
import io.tocsin.pipeline.send.terminal.AlertLine;
import io.tocsin.store.StoreException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "alerts",
        header = "Lists what has rung, and what is open.",
        description = {
            "",
            "Shows each change of an alert that a service with these settings has stored, the oldest first, or with --open"
                    + " the last change of each alert that is open. The service may run meanwhile and is not disturbed."
                    + " state.history and state.history-count say how far back the changes go; an open alert is"
                    + " always there.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tocsin alerts --open",
            "  tocsin alerts --last 20",
            "  tocsin alerts --since -24h --rule oil-high-pressure",
            "  tocsin alerts --format json --host 594d186e51b3bc4eb0abafd9 | jq .summary",
            "",
            "Exit codes: 0 done, also where there is none; 1 failed; 2 wrong usage or config, or no readable store."
        })
final class AlertsCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--open", description = "Only alerts that are open, each as it was last sent.")
    private boolean open;

    @Option(names = "--rule", paramLabel = "NAME", description = "Only those of this rule.")
    private @Nullable String rule;

    @Option(names = "--host", paramLabel = "NAME", description = "Only those of this host.")
    private @Nullable String host;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only those from then on: a time such as 2017-09-30T15:10:17Z, or a distance from now such as"
                    + " -6h. The time of an alert is that of the messages.")
    private @Nullable String since;

    @Option(names = "--last", paramLabel = "N", description = "Only the last N of them.")
    private @Nullable Integer last;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description =
                    "text: a line for people; json: one alert a line, as sinks get it (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Override
    public Integer call() throws Exception {
        AlertQuery query = new AlertQuery(open, rule, host, time(), count());
        Settings settings = common.offlineSettings();
        try (ResultFile out = ResultFile.standardOutput()) {
            Lines lines = new Lines(out.writer());
            query.run(settings, lines);
            out.keep();
            if (lines.count == 0) {
                Terminal.note(open ? "no such alert is open" : "no such alert is kept");
            }
        } catch (StoreException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return Exit.DONE;
    }

    private final class Lines implements Consumer<String> {
        private final PrintWriter out;
        private long count;

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void accept(String json) {
            count++;
            out.write(
                    (format == Format.json ? json : AlertLine.format(AlertJson.read(json), Terminal.colour())) + "\n");
        }
    }

    private @Nullable Long time() throws UsageException {
        if (since == null) {
            return null;
        }
        try {
            ReplayBound bound = ReplayBound.parse(since);
            if (bound instanceof ReplayBound.Time time) {
                return time.millis();
            }
            if (bound instanceof ReplayBound.Ago ago) {
                return System.currentTimeMillis() - ago.millis();
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new UsageException(
                "--since " + since + " is neither a time such as 2017-09-30T15:10:17Z nor a distance such as -6h");
    }

    private @Nullable Integer count() throws UsageException {
        if (last != null && last < 1) {
            throw new UsageException("--last " + last + " is no number of alerts: it must be at least 1");
        }
        return last;
    }
}
