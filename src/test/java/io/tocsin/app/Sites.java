package io.tocsin.app;

import io.tocsin.model.Json;
import io.tocsin.model.Message;
import io.tocsin.model.UtcTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A seeded log, three hours long, of sensors that a recipe of the cookbook looks at: values about its limits, pauses of
 * hosts and of single services, late messages, equal times, times that are those of crontabs, and for 40 minutes nothing.
 */
final class Sites {
    /** A Friday afternoon, so that an hour and a half later nobody works. */
    static final long FRIDAY = 1_506_702_600_123L;

    private static final long LENGTH = 3 * 3_600_000L;
    private static final long MINUTE = 60_000;
    private static final long GAP_FROM = 100 * MINUTE;
    private static final long GAP_TO = 140 * MINUTE;

    /** The value at a time since the start, ms. */
    private interface Signal {
        double at(long time, SplittableRandom random);
    }

    /** What a host sends; {@code pausing} is for services that are missing for long while others of the host report. */
    private record Sensor(String service, boolean pausing, Signal signal) {}

    private record Host(String name, @Nullable String context, double east, List<Sensor> sensors) {}

    private record Stored(long at, String json) {}

    private final SplittableRandom random;
    private final long start;
    private final List<Stored> stored = new ArrayList<>();

    private Sites(long seed, long start) {
        this.random = new SplittableRandom(seed);
        this.start = start;
    }

    /**
     * The log of one recipe.
     *
     * @param recipe its file without {@code .epl}
     * @param start when it begins, epoch ms UTC
     */
    static List<Message> log(String recipe, long seed, long start) {
        Sites sites = new Sites(seed, start);
        sites.hosts(recipe).forEach(sites::run);
        sites.stored.sort(Comparator.comparingLong(Stored::at).thenComparing(Stored::json));
        List<Message> log = new ArrayList<>();
        for (Stored s : sites.stored) {
            log.add(new Message(log.size() + 1, s.at(), s.json().getBytes(StandardCharsets.UTF_8)));
        }
        return log;
    }

    private List<Host> hosts(String recipe) {
        List<Host> hosts = new ArrayList<>();
        int count = recipe.equals("fleet") ? 6 : 3;
        for (int i = 1; i <= count; i++) {
            String name = recipe.equals("flow-balance")
                    ? List.of("A-inlet", "A-outlet", "B").get(i - 1)
                    : recipe + i;
            hosts.add(new Host(name, i == 3 ? "south" : "north", 13.37 + 0.02 * i, sensors(recipe, i)));
        }
        return hosts;
    }

    private List<Sensor> sensors(String recipe, int host) {
        return switch (recipe) {
            case "threshold" -> List.of(swing("Pressure", 87, 6), swing("APFluid", 90, 6));
            case "hysteresis" -> List.of(swing("Temperature", 77, 5));
            case "for-5-minutes" -> List.of(swing("Vibration", 7.5, 2));
            case "sliding-average" -> List.of(swing("Humidity", 78, 8));
            case "tumbling-average" -> List.of(swing("Load", 100, 10));
            case "rate-of-change" -> List.of(swing("Level", 50, 10));
            case "rise" -> List.of(swing("BearingTemperature", 60, 20));
            case "silence-fixed" -> List.of(pausing("Heartbeat"), swing("Voltage", 12, 1));
            case "silence-own-time" -> List.of(pausing("Speed"), swing("Current", 5, 1));
            case "silence-of-a-host" -> List.of(pausing("Speed"), swing("Flow", 5, 1));
            case "missing-service" -> List.of(pausing("TurbineSpeed"), swing("OilPressure", 4, 1));
            case "frozen" -> List.of(held("WindSpeed", 5, 70, 4.1, 4.2, 4.3, 4.4));
            case "percentile" ->
                List.of(new Sensor(
                        "ResponseTime", false, (t, r) -> r.nextDouble() < 0.04 + 0.04 * Math.sin(t / 8e5) ? 300 : 90));
            case "ratio" -> List.of(swing("DCPower", 1000, 50), swing("ACPower", 910, 60));
            case "fleet" -> List.of(swing("Battery", 3.5, 0.25));
            case "flow-balance" -> List.of(swing("PipeFlow", host == 1 ? 100 : 96, 6));
            case "business-hours" -> List.of(swing("MotorPower", 2, 1));
            case "derived-sensor" -> List.of(swing("Voltage", 220, 10), swing("Current", 4.5, 0.5));
            case "flapping" -> List.of(held("Position", 1, 1, 0, 1));
            case "no-answer" -> List.of(held("PumpRunning", 1, 9, 0, 1), held("PumpFlow", 1, 5, 0, 3));
            case "outlier" ->
                List.of(new Sensor("NoiseLevel", false, (t, r) -> 60 + r.nextDouble() + (r.nextInt(40) == 0 ? 20 : 0)));
            case "near-a-place" -> List.of(swing("WaterLevel", 3.9, 0.4));
            case "neighbours" -> List.of(swing("Gas", 45, 8));
            default -> throw new IllegalArgumentException("no sensors for the recipe " + recipe);
        };
    }

    private Sensor swing(String service, double middle, double swing) {
        double phase = random.nextDouble(6);
        double period = 1_500_000 + random.nextDouble(3_000_000);
        return new Sensor(service, false, (t, r) -> {
            double value = middle + swing * (Math.sin(phase + 6.28 * t / period) + 0.4 * r.nextDouble(-1, 1));
            return r.nextInt(10) == 0 ? Math.rint(value) : value;
        });
    }

    private Sensor pausing(String service) {
        return new Sensor(service, true, swing(service, 3000, 100).signal());
    }

    /** One of some values, each for a number of minutes between {@code least} and {@code most}. */
    private Sensor held(String service, int least, int most, double... values) {
        List<Double> minutes = new ArrayList<>();
        while (minutes.size() <= LENGTH / MINUTE) {
            double value = values[random.nextInt(values.length)];
            for (int n = random.nextInt(least, most + 1); n > 0; n--) {
                minutes.add(value);
            }
        }
        return new Sensor(service, false, (t, r) -> minutes.get((int) (t / MINUTE)));
    }

    private void run(Host host) {
        long pause = random.nextLong(LENGTH / 3);
        long t = random.nextLong(30_000);
        while (t < LENGTH) {
            if (t < GAP_FROM || t >= GAP_TO) {
                send(host, t, t >= pause && t < pause + 20 * MINUTE);
            }
            t += 5_000 + random.nextLong(25_000);
            if (random.nextInt(60) == 0) {
                t += random.nextLong(20 * MINUTE);
            }
        }
    }

    private void send(Host host, long t, boolean pause) {
        long delay = random.nextInt(20) == 0 ? random.nextLong(40_000) : random.nextLong(300);
        long time = random.nextInt(3) == 0 ? (start + t) / 10_000 * 10_000 : start + t;
        Map<String, @Nullable Object> items = new LinkedHashMap<>();
        for (Sensor sensor : host.sensors()) {
            double value = sensor.signal().at(t, random);
            if (!(pause && sensor.pausing()) && random.nextInt(8) > 0) {
                items.put(sensor.service(), value);
            }
        }
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("_id", host.name());
        message.put("timestamp", UtcTime.format(time));
        message.put("loc", List.of(host.east(), 52.5));
        message.put("context", host.context());
        message.put("items", items);
        stored.add(new Stored(start + t + delay, Json.object(message)));
    }
}
