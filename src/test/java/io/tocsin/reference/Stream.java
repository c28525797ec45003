package io.tocsin.reference;

import io.tocsin.model.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded stream of messages without log timestamps, with what goes wrong in life: late and equal times, times exactly on
 * the edge of a window, gaps longer than every window, sensors that fall silent, and one leap over a year.
 */
final class Stream {
    static final long WINDOW = 60_000;
    static final long START = 1_506_751_817_765L;
    private static final long YEAR = 365L * 24 * 3600 * 1000;
    private static final String[] SERVICES = {"P", "Q"};

    /** An event as the rules see it: {@code seen} is the running maximum of the times. */
    record Event(String host, String service, double metric, long time, long seen, long sequence) {}

    final List<Readings> messages = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    int onTheEdge;
    int sameMillisecond;
    int late;
    int gaps;
    int leaps;

    Stream(long seed, int length) {
        Random random = new Random(seed);
        long clock = START;
        for (int i = 0; i < length; i++) {
            String host = "h" + random.nextInt(4);
            long step = step(random, i == length / 2);
            long time = clock + step;
            if (random.nextInt(12) == 0 && !events.isEmpty() && i != length / 2) {
                // Exactly one window after an earlier event.
                Event earlier = events.get(Math.max(0, events.size() - 1 - random.nextInt(20)));
                time = Math.max(clock, earlier.seen() + WINDOW);
            }
            boolean isLate = !events.isEmpty() && i != length / 2 && random.nextInt(15) == 0;
            long sent = isLate ? clock - random.nextInt(90_000) - 1 : time;
            add(random, host, sent, i + 1, Math.max(clock, sent));
            clock = Math.max(clock, sent);
        }
        cover();
    }

    private static long step(Random random, boolean leap) {
        if (leap) {
            return YEAR + random.nextInt(1000);
        }
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> random.nextInt(40) == 0 ? 5 * WINDOW + random.nextInt(1000) : 30_000;
            case 3 -> 10_000;
            default -> random.nextInt(9_000);
        };
    }

    private void add(Random random, String host, long time, long sequence, long seen) {
        List<String> services = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (String service : SERVICES) {
            boolean last = service.equals(SERVICES[SERVICES.length - 1]);
            if (random.nextInt(3) > 0 || (last && services.isEmpty())) {
                double value = random.nextInt(6) == 0 ? 90 : Math.rint(random.nextDouble() * 200 * 10) / 10 - 20;
                services.add(service);
                values.add(value);
                events.add(new Event(host, service, value, time, seen, sequence));
            }
        }
        messages.add(new Readings(
                host,
                time,
                null,
                null,
                null,
                services.toArray(String[]::new),
                values.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private void cover() {
        for (int i = 0; i < events.size(); i++) {
            Event e = events.get(i);
            Event before = i == 0 ? null : events.get(i - 1);
            late += e.time() < e.seen() ? 1 : 0;
            if (before != null && before.sequence() != e.sequence()) {
                sameMillisecond += before.seen() == e.seen() ? 1 : 0;
                gaps += e.seen() - before.seen() > WINDOW ? 1 : 0;
                leaps += e.seen() - before.seen() > YEAR - WINDOW ? 1 : 0;
            }
            for (int j = i - 1; j >= 0 && events.get(j).seen() >= e.seen() - WINDOW; j--) {
                Event other = events.get(j);
                onTheEdge += other.host().equals(e.host())
                                && other.service().equals(e.service())
                                && other.seen() == e.seen() - WINDOW
                        ? 1
                        : 0;
            }
        }
    }
}
