package io.tocsin.pipeline.evaluate.horizon;

import io.tocsin.config.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/**
 * How much of the past is needed to have a state again.
 *
 * @param kind what of the past
 * @param millis how much engine time, where the kind is {@link Kind#TIME}; else 0
 * @param findings why nothing is enough, where the kind is {@link Kind#UNBOUNDED} and the reason lies in this statement
 */
public record Need(Kind kind, long millis, List<Finding> findings) {
    /** Some forms need a millisecond more than their time, and crontabs fall on whole seconds. */
    private static final long SECOND = 1000;

    /** What of the past, from little to much. */
    public enum Kind {
        /** No state. */
        NONE,
        /** The last event of each sensor, which a mark holds. */
        LAST_EVENT,
        /** Everything for a time. */
        TIME,
        /** More than any horizon holds. */
        UNBOUNDED
    }

    static final Need NONE = new Need(Kind.NONE, 0, List.of());
    static final Need LAST_EVENT = new Need(Kind.LAST_EVENT, 0, List.of());

    /** Unbounded for a reason that another statement was told. */
    private static final Need INHERITED = new Need(Kind.UNBOUNDED, 0, List.of());

    static Need time(long millis) {
        return new Need(Kind.TIME, millis, List.of());
    }

    static Need unbounded(Token at, String message) {
        return new Need(Kind.UNBOUNDED, 0, List.of(new Finding(at, message)));
    }

    /** The horizon in ms: what of the log must be read; meaningless where unbounded. */
    public long horizon() {
        return kind == Kind.TIME ? millis + SECOND : 0;
    }

    /** {@code none}, {@code last event}, {@code unbounded}, or the horizon, such as {@code 5 min 1 s}. */
    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "none";
            case LAST_EVENT -> "last event";
            case TIME -> Durations.words(Duration.ofMillis(horizon()));
            case UNBOUNDED -> "unbounded";
        };
    }

    boolean isUnbounded() {
        return kind == Kind.UNBOUNDED;
    }

    /** Both states. */
    Need and(Need other) {
        if (isUnbounded() && other.isUnbounded()) {
            return new Need(
                    kind,
                    0,
                    Stream.concat(findings.stream(), other.findings.stream())
                            .distinct()
                            .toList());
        }
        return compare(other) >= 0 ? this : other;
    }

    /** A state that lasts as long as the shorter of two. */
    Need or(Need other) {
        return compare(other) <= 0 ? this : other;
    }

    /** A state over rows that themselves need something. */
    Need after(Need source) {
        if (kind != Kind.TIME || source.kind != Kind.TIME) {
            return and(source);
        }
        return time(millis + source.millis);
    }

    /** As another statement sees it, which need not hear the reason again. */
    Need inherited() {
        return isUnbounded() ? INHERITED : this;
    }

    private int compare(Need other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Long.compare(millis, other.millis);
    }
}
