package io.tocsin.cli;

import io.tocsin.app.ReplayBound;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of the log a command is about; what the bounds are when not given, each command says. */
final class StretchOptions {
    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "First message: a sequence, a time such as 2017-09-30T15:10:17Z, or a distance such as -6h.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "WHERE", description = "Last message, inclusive, given likewise.")
    private @Nullable String to;

    /** Null: not given. */
    @Nullable
    ReplayBound first() throws UsageException {
        return bound("--from", from);
    }

    /** Null: not given. */
    @Nullable
    ReplayBound last() throws UsageException {
        return bound("--to", to);
    }

    /** Null: not given. */
    static @Nullable ReplayBound bound(String option, @Nullable String text) throws UsageException {
        try {
            return text == null ? null : ReplayBound.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " " + text + " " + e.getMessage());
        }
    }
}
