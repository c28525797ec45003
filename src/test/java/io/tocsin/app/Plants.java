package io.tocsin.app;

import io.tocsin.model.Message;
import io.tocsin.model.UtcTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded log of the four plants that the shipped rules speak of, three hours long: values swing about their limits, hosts
 * fall silent and return, messages are late and damaged, one host is an hour slow and for 20 minutes the only one that
 * reports, and for 40 minutes nothing comes at all.
 */
final class Plants {
    private static final long START = 1_506_780_000_123L;
    private static final long LENGTH = 3 * 3_600_000L;
    private static final long ALONE_FROM = 50 * 60_000L;
    private static final long ALONE_TO = 70 * 60_000L;
    private static final long GAP_FROM = 95 * 60_000L;
    private static final long GAP_TO = 135 * 60_000L;

    private record Sensor(String service, double middle, double swing) {}

    private record Plant(String context, List<Sensor> sensors) {}

    private static final List<Plant> PLANTS = List.of(
            new Plant(
                    "592c8451da64856b397fcdfe",
                    List.of(
                            new Sensor("Vibration", 6.3, 1),
                            new Sensor("Temperature", 75, 22),
                            new Sensor("MotorCurrent", 12, 3))),
            new Plant(
                    "594e7bfb463aee1301da2d6b",
                    List.of(
                            new Sensor("Pressure", 87, 6),
                            new Sensor("APFluid", 27, 1),
                            new Sensor("FlowRate", 85, 40))),
            new Plant(
                    "594e7c0a463aee1301da2d6d",
                    List.of(
                            new Sensor("SoilMoisture", 20, 4),
                            new Sensor("AirTemperature", 2, 2),
                            new Sensor("Humidity", 81, 6),
                            new Sensor("LeafWetness", 14, 7))),
            new Plant(
                    "594e7c1b463aee1301da2d6f",
                    List.of(
                            new Sensor("InverterTemperature", 71, 7),
                            new Sensor("PanelTemperature", 68, 20),
                            new Sensor("DCPower", 5000, 800),
                            new Sensor("Irradiance", 700, 200))));

    private record Stored(long at, String json) {}

    private Plants() {}

    static List<Message> log(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Stored> stored = new ArrayList<>();
        for (Plant plant : PLANTS) {
            for (int h = 0; h < 2; h++) {
                host(plant, plant.context().substring(0, 5) + "-" + h, random, stored);
            }
        }
        stored.sort(Comparator.comparingLong(Stored::at).thenComparing(Stored::json));
        List<Message> log = new ArrayList<>();
        for (Stored s : stored) {
            log.add(new Message(log.size() + 1, s.at(), s.json().getBytes(StandardCharsets.UTF_8)));
        }
        return log;
    }

    private static void host(Plant plant, String host, SplittableRandom random, List<Stored> stored) {
        double phase = random.nextDouble(6);
        double period = 1_500_000 + random.nextDouble(3_000_000);
        long silentFrom = random.nextLong(LENGTH);
        long silentTo = silentFrom + random.nextLong(1_500_000);
        long slow = host.equals("594e7-0") && plant.context().endsWith("6b") ? 3_600_000 : 0;
        long t = random.nextLong(30_000);
        while (t < LENGTH) {
            boolean silent = (t >= silentFrom && t < silentTo && slow == 0)
                    || (t >= ALONE_FROM && t < ALONE_TO && slow == 0)
                    || (t >= GAP_FROM && t < GAP_TO);
            if (!silent) {
                long delay = random.nextInt(20) == 0 ? random.nextLong(40_000) : random.nextLong(300);
                String json = json(plant, host, START + t - slow, phase + 6.28 * t / period, random);
                stored.add(new Stored(START + t + delay, random.nextInt(200) == 0 ? json.substring(3) : json));
            }
            t += 10_000 + random.nextLong(30_000);
        }
    }

    private static String json(Plant plant, String host, long time, double angle, SplittableRandom random) {
        StringBuilder items = new StringBuilder();
        for (Sensor s : plant.sensors()) {
            if (random.nextInt(5) == 0) {
                continue;
            }
            double value = s.middle() + s.swing() * (Math.sin(angle) + 0.5 * random.nextDouble(-1, 1));
            items.append(items.isEmpty() ? "" : ",")
                    .append('"')
                    .append(s.service())
                    .append("\":")
                    .append(random.nextInt(10) == 0 ? Math.rint(value) : value);
        }
        return "{\"_id\":\"" + host + "\",\"timestamp\":\"" + UtcTime.format(time) + "\",\"context\":\""
                + plant.context() + "\",\"items\":{" + items + "}}";
    }
}
