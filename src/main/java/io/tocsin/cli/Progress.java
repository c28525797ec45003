package io.tocsin.cli;

import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, only where that is a terminal. */
final class Progress implements AutoCloseable {
    private static final int UPDATE_MS = 200;

    private final @Nullable ProgressBar bar;
    private final long from;
    private final @Nullable FileLog file;

    private Progress(@Nullable ProgressBar bar, long from, @Nullable FileLog file) {
        this.bar = bar;
        this.from = from;
        this.file = file;
    }

    /** A bar over messages, or over the bytes of a file. */
    static Progress of(String task, long from, long to, MessageLog log) {
        if (!Terminal.isErrorTerminal()) {
            return new Progress(null, from, null);
        }
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setUpdateIntervalMillis(UPDATE_MS)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish();
        if (log instanceof FileLog file && file.size().isPresent()) {
            return new Progress(
                    builder.setInitialMax(file.size().getAsLong())
                            .setUnit(" MB", 1_000_000)
                            .build(),
                    from,
                    file);
        }
        return new Progress(
                builder.setInitialMax(to == MessageLog.FOLLOW ? -1 : to - from + 1)
                        .setUnit(" messages", 1)
                        .build(),
                from,
                null);
    }

    /** Everything up to this sequence is done. */
    void at(long sequence) {
        if (bar != null) {
            bar.stepTo(file == null ? sequence - from + 1 : file.bytesRead());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
