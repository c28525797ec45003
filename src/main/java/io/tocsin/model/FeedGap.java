package io.tocsin.model;

/**
 * A stretch in which no message came, or none could be read: sensors are unheard for want of a way, not of life. Until its
 * grace is over, what rings for absence is held.
 *
 * @param after the last message before it, as far as is known
 * @param since the engine's clock when it was found, epoch ms UTC
 * @param lasts up to when it lasts at least, in the log's time, epoch ms UTC: a message stored earlier does not end it; or
 *     {@link #ANY} where each does
 * @param until the end of the grace in engine time, or {@link OpenAlert#NEVER} before the first message behind the gap
 */
public record FeedGap(long after, long since, long lasts, long until) {
    /** Before any message. */
    public static final long ANY = Long.MIN_VALUE;

    /** How a gap shows. */
    public enum Cause {
        /** The log cannot be reached. */
        DOWN,
        /** The log is there, but nobody writes to it. */
        QUIET
    }

    /** A gap before whose end no message has come yet. */
    public static FeedGap open(long after, long since, long lasts) {
        return new FeedGap(after, since, lasts, OpenAlert.NEVER);
    }

    /** The same, with a message behind it. */
    public FeedGap over(long end) {
        return new FeedGap(after, since, lasts, end);
    }

    /** Whether no message has come yet. */
    public boolean isOpen() {
        return until == OpenAlert.NEVER;
    }

    /** The same gap in a log that was begun anew: its first message ends it. */
    public FeedGap before(long last) {
        return open(last, since, ANY);
    }
}
