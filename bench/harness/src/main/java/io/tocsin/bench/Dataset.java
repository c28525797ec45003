package io.tocsin.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A file of messages, the same on every machine. Every host reports its five sensors each 30 s; the messages come in order of
 * time, evenly spread. One value in 400 is an excursion; one host in fifty is silent for two and a half of every five
 * minutes; the last sensor of one host in a hundred stands too high from the third minute to the seventh.
 *
 * @param hosts how many there are
 * @param messages how many there are, one a line
 */
public record Dataset(int hosts, int messages) {
    public static final int ITEMS = 5;
    public static final long START = Instant.parse("2026-01-05T06:00:00Z").toEpochMilli();
    public static final long PERIOD_MILLIS = 30_000;

    /** What is added to the value that stands too high. */
    public static final double DRIFT = 2_000;

    private static final long SEED = 20170930;
    private static final long MINUTE = 60_000;
    private static final int EXCURSION = 400;
    private static final int BLOCK = 10;
    private static final int MOST_SILENT = 50;
    private static final int DRIFTING = 100;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The file in this folder; written unless it is there. */
    public Path in(Path folder) throws IOException {
        Path file = folder.resolve("hosts-%d-messages-%d.ndjson".formatted(hosts, messages));
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path draft = folder.resolve(file.getFileName() + ".part");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 20)) {
                write(out);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private void write(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + hosts);
        StringBuilder line = new StringBuilder();
        int written = 0;
        for (long slot = 0; written < messages; slot++) {
            int host = (int) (slot % hosts);
            long cycle = slot / hosts;
            if (!silent(host, cycle)) {
                line.setLength(0);
                message(line, host, cycle, random);
                out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
                written++;
            }
        }
    }

    private static boolean silent(int host, long cycle) {
        long inBlock = cycle % BLOCK;
        return inBlock >= 3 && inBlock < 8 && (host + 7 * (cycle / BLOCK)) % MOST_SILENT == 0;
    }

    private void message(StringBuilder line, int host, long cycle, SplittableRandom random) {
        Sensor.Industry industry = Sensor.INDUSTRIES.get(host % Sensor.INDUSTRIES.size());
        long time = START + cycle * PERIOD_MILLIS + host * PERIOD_MILLIS / hosts;
        if (time % MINUTE == 0) {
            time++; // engines differ in which minute its boundary belongs to
        }
        line.append("{\"_id\":\"")
                .append(industry.idPrefix())
                .append(String.format("%06x", host))
                .append("\",\"timestamp\":\"")
                .append(TIMESTAMP.format(Instant.ofEpochMilli(time)))
                .append("\",\"loc\":[45.13887627405175,50.75920624235248],\"context\":\"")
                .append(industry.context())
                .append("\",\"items\":{");
        for (int i = 0; i < ITEMS; i++) {
            Sensor sensor = industry.sensors().get(i);
            line.append(i == 0 ? "\"" : ",\"")
                    .append(sensor.service())
                    .append("\":")
                    .append(Math.round(value(sensor, i, host, cycle, random) * 100) / 100.0);
        }
        line.append("}}");
    }

    private static double value(Sensor sensor, int index, int host, long cycle, SplittableRandom random) {
        double value = sensor.level() + sensor.noise() * (random.nextDouble() + random.nextDouble() - 1);
        if (random.nextInt(EXCURSION) == 0) {
            value += sensor.noise() * (1 + 7 * random.nextDouble());
        }
        boolean drifts = index == ITEMS - 1 && host % DRIFTING == 7 && cycle >= 6 && cycle < 14;
        return drifts ? value + DRIFT : value;
    }
}
