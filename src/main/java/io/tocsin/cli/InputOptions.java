package io.tocsin.cli;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The log, or a file in its place. */
final class InputOptions {
    @Option(
            names = "--file",
            paramLabel = "F",
            description =
                    "Reads this file in place of the log: one message a line, or what `tocsin export` wrote, gzip or not; - is"
                            + " standard input.")
    private @Nullable String file;

    boolean isFile() {
        return file != null;
    }

    boolean isStandardInput() {
        return "-".equals(file);
    }

    /** What the input needs: a file no secrets. */
    Settings settings(CommonOptions common) throws ConfigException, UsageException {
        return file == null ? common.settings() : common.offlineSettings();
    }

    /** @param client a name of its own at the server */
    MessageLog open(Settings settings, String client) {
        if (file == null) {
            return new NatsStreamingLog(settings.log(), client);
        }
        long limit = settings.decode().maxMessage().bytes();
        return isStandardInput() ? FileLog.of(System.in, limit) : FileLog.of(Path.of(file), limit);
    }

    /** A file that cannot be read is wrong usage, a log that cannot has failed. */
    Exception failure(LogException e) {
        return file == null ? e : new UsageException(String.valueOf(e.getMessage()));
    }
}
