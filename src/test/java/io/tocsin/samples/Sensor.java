package io.tocsin.samples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;

/**
 * One made-up sensor: a level, a slow swing and noise, with at most one event in its two hours. Minutes count from the
 * start of the sample.
 *
 * @param noise the greatest distance from the level
 * @param shape what happens to it
 * @param from the minute in which that begins
 * @param to the minute in which it ends
 * @param height by how much the level changes
 */
record Sensor(String service, double level, double noise, Shape shape, double from, double to, double height) {
    private static final double SWING_MINUTES = 97;

    enum Shape {
        STEADY,
        /** Leaves its level within two minutes and comes back as fast. */
        EXCURSION,
        /** Leaves its level over the first half, too slowly and too noisily to be seen in single values. */
        DRIFT,
        /** Sends nothing. */
        SILENCE
    }

    static Sensor steady(String service, double level, double noise) {
        return new Sensor(service, level, noise, Shape.STEADY, 0, 0, 0);
    }

    Sensor excursion(double fromMinute, double toMinute, double by) {
        return new Sensor(service, level, noise, Shape.EXCURSION, fromMinute, toMinute, by);
    }

    Sensor drift(double fromMinute, double toMinute, double by) {
        return new Sensor(service, level, noise, Shape.DRIFT, fromMinute, toMinute, by);
    }

    Sensor silence(double fromMinute, double toMinute) {
        return new Sensor(service, level, noise, Shape.SILENCE, fromMinute, toMinute, 0);
    }

    boolean speaks(double minute) {
        return shape != Shape.SILENCE || minute < from || minute > to;
    }

    /** The value to send, with two decimals. */
    BigDecimal value(double minute, Random random) {
        double swing = level * 0.01 * StrictMath.sin(2 * StrictMath.PI * minute / SWING_MINUTES);
        double jitter = noise * (random.nextDouble() + random.nextDouble() - 1);
        return BigDecimal.valueOf(level + swing + jitter + change(minute)).setScale(2, RoundingMode.HALF_UP);
    }

    private double change(double minute) {
        if (minute < from || minute > to) {
            return 0;
        }
        return switch (shape) {
            case EXCURSION -> height * Math.min(1, Math.min(minute - from, to - minute) / 2);
            case DRIFT -> height * Math.min(1, Math.min(2 * (minute - from) / (to - from), (to - minute) / 5));
            case STEADY, SILENCE -> 0;
        };
    }
}
