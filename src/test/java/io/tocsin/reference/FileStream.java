package io.tocsin.reference;

import static io.tocsin.reference.Stream.WINDOW;

import io.tocsin.model.Message;
import java.util.Random;

/**
 * A file: no log timestamps, so the clock is the latest time sent. Late and equal times, times exactly on the edge of a
 * window, gaps longer than every window, sensors that fall silent, one gap of exactly a leap and one of a year.
 */
final class FileStream {
    private static final int LENGTH = 1200;
    private static final int HOSTS = 4;

    private FileStream() {}

    static Stream of(long seed) {
        Stream stream = new Stream("file", seed);
        Random random = stream.random;
        long clock = Stream.START;
        for (int i = 0; i < LENGTH; i++) {
            boolean leap = i == LENGTH / 4 || i == LENGTH / 2;
            long step = i == LENGTH / 4
                    ? Timeline.LEAP
                    : i == LENGTH / 2 ? Stream.YEAR + random.nextInt(1000) : step(random);
            long time = clock + step;
            Event earlier = stream.earlier();
            if (random.nextInt(12) == 0 && earlier != null && !leap) {
                time = Math.max(clock, earlier.seen() + WINDOW);
            }
            if (random.nextInt(15) == 0 && earlier != null && !leap) {
                time = clock - random.nextInt(90_000) - 1;
            }
            stream.message(Message.NO_TIMESTAMP, "h" + random.nextInt(HOSTS), time);
            clock = Math.max(clock, time);
        }
        return stream;
    }

    private static long step(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> random.nextInt(40) == 0 ? 5 * WINDOW + random.nextInt(1000) : 30_000;
            case 3 -> 10_000;
            default -> random.nextInt(9_000);
        };
    }
}
