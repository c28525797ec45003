package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.model.Readings;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.decode.Decoder;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages to replay, both ends inclusive; none where {@code to} lies before {@code from}.
 *
 * @param warm the first message to warm the windows with; {@code from} for none
 * @param to the last sequence, or {@link MessageLog#FOLLOW} for the end of a file
 */
public record Stretch(long warm, long from, long to) {
    /** A stretch that begins cold. */
    public Stretch(long from, long to) {
        this(from, from, to);
    }

    /**
     * The stretch of a log that two bounds mean. The end of the log is frozen here, so that a replay of a living log ends.
     * The log's timestamps rise, so a time is found by halving.
     *
     * @param from null: the first message kept
     * @param to null: the last message there is now
     * @param now epoch ms UTC, what distances count from
     */
    public static Stretch ofLog(MessageLog log, @Nullable ReplayBound from, @Nullable ReplayBound to, long now)
            throws LogException, InterruptedException {
        MessageLog.Bounds kept = log.bounds();
        long first = from == null
                ? kept.first()
                : from instanceof ReplayBound.Sequence s ? s.number() : firstAfter(log, kept, time(from, now) - 1);
        long last = to == null
                ? kept.last()
                : to instanceof ReplayBound.Sequence s
                        ? Math.min(s.number(), kept.last())
                        : firstAfter(log, kept, time(to, now)) - 1;
        return new Stretch(first, last);
    }

    /**
     * The same, warmed over a stretch of engine time before it. By the log's time: engine time passes no slower than that,
     * but for a stall.
     *
     * @param span ms of engine time, the stall added
     */
    public Stretch warmed(MessageLog log, long span) throws LogException, InterruptedException {
        MessageLog.Bounds kept = log.bounds();
        if (from <= kept.first() || from > kept.last()) {
            return this;
        }
        AtomicLong begins = new AtomicLong();
        log.read(from, from, (Message m) -> begins.set(m.timestamp()));
        return new Stretch(Math.min(from, firstAfter(log, kept, begins.get() - span - 1)), from, to);
    }

    /** The same, warmed over everything before it. */
    public Stretch warmedWhole(long first) {
        return new Stretch(Math.min(first, from), from, to);
    }

    /** The first message stored at {@code time} or later, epoch ms UTC; one past the end where there is none. */
    static long firstFrom(MessageLog log, MessageLog.Bounds kept, long time) throws LogException, InterruptedException {
        return firstAfter(log, kept, time - 1);
    }

    /** The first message whose log timestamp lies after {@code time}, one past the end where there is none. */
    private static long firstAfter(MessageLog log, MessageLog.Bounds kept, long time)
            throws LogException, InterruptedException {
        long low = kept.first();
        long high = kept.last() + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            AtomicLong timestamp = new AtomicLong();
            log.read(middle, middle, (Message m) -> timestamp.set(m.timestamp()));
            if (timestamp.get() > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * The stretch of a file that two bounds mean; times are those of the messages, of an export those of the log, made
     * non-decreasing. Times cost a pass
     * over the file, distances two.
     *
     * @param from null: the first line
     * @param to null: the last line
     */
    public static Stretch ofFile(
            FileLog file, Settings.Decode limits, @Nullable ReplayBound from, @Nullable ReplayBound to)
            throws LogException, InterruptedException {
        long first = from instanceof ReplayBound.Sequence s ? s.number() : 1;
        long last = to instanceof ReplayBound.Sequence s ? s.number() : MessageLog.FOLLOW;
        boolean times = isTime(from) || isTime(to);
        if (!times) {
            return new Stretch(first, last);
        }
        boolean distances = from instanceof ReplayBound.Ago || to instanceof ReplayBound.Ago;
        long end = distances ? scan(file, limits, Long.MAX_VALUE).lastTime() : 0;
        if (from != null && isTime(from)) {
            first = scan(file, limits, time(from, end) - 1).lines() + 1;
        }
        if (to != null && isTime(to)) {
            last = scan(file, limits, time(to, end)).lines();
        }
        return new Stretch(first, last);
    }

    /** How many lines come before the first that is dated after a time, and the latest time of the file. */
    private record Scan(long lines, long lastTime) {}

    private static Scan scan(FileLog file, Settings.Decode limits, long time)
            throws LogException, InterruptedException {
        Decoder decoder = new Decoder(limits, new Counters());
        AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
        AtomicLong lines = new AtomicLong();
        file.read(1, MessageLog.FOLLOW, (Message m) -> {
            Readings readings = decoder.decode(m.data());
            long own = readings == null ? Long.MIN_VALUE : readings.time();
            latest.accumulateAndGet(m.timestamp() == Message.NO_TIMESTAMP ? own : m.timestamp(), Math::max);
            if (latest.get() <= time) {
                lines.set(m.sequence());
            }
        });
        return new Scan(lines.get(), latest.get());
    }

    private static boolean isTime(@Nullable ReplayBound bound) {
        return bound != null && !(bound instanceof ReplayBound.Sequence);
    }

    private static long time(ReplayBound bound, long now) {
        if (bound instanceof ReplayBound.Time time) {
            return time.millis();
        }
        return bound instanceof ReplayBound.Ago ago ? now - ago.millis() : now;
    }
}
