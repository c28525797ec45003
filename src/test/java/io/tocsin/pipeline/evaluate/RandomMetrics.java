package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Events of three hosts and two services, up to five seconds apart, the same for the same seed. */
final class RandomMetrics {
    private RandomMetrics() {}

    /** The rows that rules give of them: time, columns, values and their types. */
    static List<String> rows(String rules) {
        List<String> rows = new ArrayList<>();
        try (Engine engine = new Engine(
                Rules.of(rules),
                Feed.T0,
                Map.of(),
                (time, row) -> rows.add(time + " " + row.rule().columns() + Json.array(row.values()) + types(row)))) {
            feed(17, 300, engine);
        }
        return rows;
    }

    private static List<String> types(Row row) {
        return row.values().stream()
                .map(value -> value == null ? "" : value.getClass().getSimpleName())
                .toList();
    }

    static void feed(long seed, int events, Engine engine) {
        feed(seed, events, engine::advance, engine::send);
    }

    /** Moves the clock to each event and then hands it over. */
    static void feed(long seed, int events, LongConsumer clock, Consumer<Metric> to) {
        Random random = new Random(seed);
        long time = Feed.T0;
        for (int i = 0; i < events; i++) {
            time += random.nextInt(5_000);
            clock.accept(time);
            String host = "h" + random.nextInt(3);
            String service = random.nextBoolean() ? "A" : "B";
            Double longitude = random.nextBoolean() ? null : 7.5;
            to.accept(new Metric(host, service, random.nextInt(100), time, time, 60, longitude, null, "c", i));
        }
    }

    /**
     * Some at the same time, some behind gaps in which all sensors fall silent, of seven hosts and two services; of each sensor
     * some events are to last a second and some a day. The clock then moves on by a day.
     */
    static void feedWithGaps(LongConsumer clock, Consumer<Metric> to) {
        Random random = new Random(31);
        long time = Feed.T0;
        for (int i = 0; i < 2_000; i++) {
            int step = random.nextInt(20);
            time += step < 10 ? random.nextInt(2_500) : step < 18 ? 0 : step < 19 ? 30_000 : random.nextInt(900_000);
            clock.accept(time);
            double ttl = new double[] {1, 20, 20, 300, 86_400}[random.nextInt(5)];
            String host = "h" + random.nextInt(7);
            String service = random.nextBoolean() ? "A" : "B";
            Double longitude = random.nextInt(3) == 0 ? null : 7.5;
            to.accept(new Metric(host, service, random.nextInt(100), time, time, ttl, longitude, null, "c", i));
        }
        clock.accept(time + 100_000_000);
    }
}
