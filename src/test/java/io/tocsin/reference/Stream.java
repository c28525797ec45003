package io.tocsin.reference;

import io.tocsin.model.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A seeded stream with what goes wrong in life, and its plain timeline. */
final class Stream {
    static final long WINDOW = 60_000;
    static final long YEAR = 365L * 24 * 3600 * 1000;

    /** 2017-09-30T06:10:17.765Z: no whole second. */
    static final long START = 1_506_751_817_765L;

    private static final double[] EDGES = {85, 90, 100};
    private static final double[] GLITCHES = {3.4e38, -1e308, 4.9e-324};
    private static final String[] SERVICES = {"P", "Q"};

    final String name;
    final List<Input> inputs = new ArrayList<>();
    final PlainClock clock = new PlainClock();
    final Random random;
    private long sequence;

    Stream(String name, long seed) {
        this.name = name + " " + seed;
        this.random = new Random(seed);
    }

    void tick(long brokerTime) {
        take(new Input.Tick(brokerTime));
    }

    void skipped(long logTime) {
        take(new Input.Stored(++sequence, logTime, null));
    }

    /** A message of one service or both. */
    void message(long logTime, String host, long time) {
        List<String> services = new ArrayList<>();
        for (String service : SERVICES) {
            boolean last = service.equals(SERVICES[SERVICES.length - 1]);
            if (random.nextInt(3) > 0 || (last && services.isEmpty())) {
                services.add(service);
            }
        }
        double[] values = services.stream().mapToDouble(s -> value()).toArray();
        take(new Input.Stored(
                ++sequence,
                logTime,
                new Readings(host, time, null, null, null, services.toArray(String[]::new), values)));
    }

    private double value() {
        if (random.nextInt(5) == 0) {
            return EDGES[random.nextInt(EDGES.length)];
        }
        if (random.nextInt(150) == 0) {
            return GLITCHES[random.nextInt(GLITCHES.length)];
        }
        return Math.rint(random.nextDouble() * 200 * 10) / 10 - 20;
    }

    private void take(Input input) {
        inputs.add(input);
        clock.take(input);
    }

    Timeline timeline() {
        return clock.timeline;
    }

    /** One of the last events, or null before the first. */
    @Nullable
    Event earlier() {
        List<Event> events = timeline().events;
        return events.isEmpty() ? null : events.get(Math.max(0, events.size() - 1 - random.nextInt(20)));
    }

    @Override
    public String toString() {
        return name;
    }
}
