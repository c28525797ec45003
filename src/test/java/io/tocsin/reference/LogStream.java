package io.tocsin.reference;

import static io.tocsin.reference.Stream.WINDOW;

import io.tocsin.model.ClockState;
import java.util.Random;

/**
 * A live log: old data first, then current data, so that the clock leaps over years; a sensor an hour slow, which for two
 * stretches is the only one that lives; events dated after the log, exactly at the tolerance and beyond; skipped messages;
 * log timestamps that go back; ticks.
 */
final class LogStream {
    private static final int LENGTH = 1200;
    private static final int STALLED = 50;
    private static final long HOUR = 3_600_000;
    private static final String SLOW = "h3";

    /** 2026-01-01T00:00:00.123Z. */
    private static final long LOG_START = 1_767_225_600_123L;

    private final Stream stream;
    private final Random random;
    private long log = LOG_START;

    private LogStream(Stream stream) {
        this.stream = stream;
        this.random = stream.random;
    }

    static Stream of(long seed) {
        Stream stream = new Stream("log", seed);
        LogStream generator = new LogStream(stream);
        for (int i = 0; i < LENGTH; i++) {
            generator.next(i);
        }
        return stream;
    }

    private void next(int i) {
        boolean old = i < LENGTH / 2;
        boolean first = i == 0 || i == LENGTH / 2;
        boolean stalled = !first && i % (LENGTH / 2) > LENGTH / 4 && i % (LENGTH / 2) < LENGTH / 4 + STALLED;
        long before = log;
        log += step();
        if (random.nextInt(6) == 0) {
            tick(before);
        }
        if (!first && random.nextInt(20) == 0) {
            stream.skipped(stamp());
            return;
        }
        String host = first ? "h0" : stalled ? SLOW : "h" + random.nextInt(4);
        long now = old ? log - LOG_START + Stream.START : log;
        if (host.equals(SLOW)) {
            stream.message(stamp(), host, now - HOUR);
        } else if (first) {
            stream.message(log, host, now);
        } else {
            living(host, now, old);
        }
    }

    private void living(String host, long now, boolean old) {
        long clock = stream.clock.state().clock();
        Event earlier = stream.earlier();
        if (earlier != null && random.nextInt(8) == 0 && earlier.seen() + WINDOW >= clock) {
            long edge = earlier.seen() + WINDOW;
            log = Math.max(log, edge + log - now);
            stream.message(log, earlier.host(), edge);
        } else if (random.nextInt(15) == 0) {
            stream.message(stamp(), host, clock - random.nextInt(90_000) - 1);
        } else if (!old && random.nextInt(20) == 0) {
            long beyond = new long[] {0, 1, 5 * Stream.YEAR}[random.nextInt(3)];
            stream.message(log, host, Math.max(log, stream.clock.state().logTime()) + PlainClock.TOLERANCE + beyond);
        } else {
            stream.message(stamp(), host, now - (random.nextInt(3) == 0 ? 0 : random.nextInt(3_000)));
        }
    }

    /** At any time since the last message, or where it brings the clock to the edge of a window or a ms beyond. */
    private void tick(long before) {
        ClockState state = stream.clock.state();
        Event earlier = stream.earlier();
        if (earlier != null && state.delay() != ClockState.UNKNOWN_DELAY) {
            long edge = earlier.seen() + WINDOW + random.nextInt(2) + state.delay() + PlainClock.STALL;
            if (edge >= before && edge <= log) {
                stream.tick(edge);
            }
        }
        stream.tick(before + random.nextInt((int) (log - before) + 1));
    }

    private long stamp() {
        return random.nextInt(40) == 0 ? log - random.nextInt(5_000) : log;
    }

    private long step() {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> random.nextInt(30) == 0 ? 5 * WINDOW + random.nextInt(1000) : 30_000;
            case 3 -> 10_000;
            default -> random.nextInt(6_000);
        };
    }
}
