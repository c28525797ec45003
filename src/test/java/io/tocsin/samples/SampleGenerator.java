package io.tocsin.samples;

import io.tocsin.samples.Industry.Host;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes the sample files: two hours of four plants, in order of arrival, with late and damaged lines. The same on every
 * machine and in every run.
 */
public final class SampleGenerator {
    private static final long SEED = 20170930;
    private static final Instant START = Instant.parse("2017-09-30T14:00:00Z");
    private static final int MINUTES = 120;
    private static final double LATE = 0.04;
    private static final int LATEST_MILLIS = 40_000;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Industry industry;
    private final Random random;
    private final List<Line> lines = new ArrayList<>();

    private record Line(long arrival, String text) {}

    private SampleGenerator(Industry industry) {
        this.industry = industry;
        this.random = new Random(SEED + industry.file().hashCode());
    }

    /** Writes all samples. The one argument is their folder; without it, {@code samples}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length == 0 ? "samples" : arguments[0]);
        for (Industry industry : Industry.ALL) {
            Files.writeString(folder.resolve(industry.file() + ".ndjson"), generate(industry));
        }
    }

    /** The text of one sample. */
    static String generate(Industry industry) {
        SampleGenerator generator = new SampleGenerator(industry);
        for (Host host : industry.hosts()) {
            generator.report(host);
        }
        return generator.inOrderOfArrival();
    }

    private void report(Host host) {
        long time = random.nextInt(host.seconds() * 1000);
        while (time < MINUTES * 60_000L) {
            double minute = time / 60_000.0;
            List<String> items = new ArrayList<>();
            for (Sensor sensor : host.sensors()) {
                if (sensor.speaks(minute)) {
                    BigDecimal value = sensor.value(minute, random);
                    items.add("\"" + sensor.service() + "\":" + value.toPlainString());
                }
            }
            if (!items.isEmpty()) {
                boolean late = random.nextDouble() < LATE;
                long arrival = time + (late ? 5_000 + random.nextInt(LATEST_MILLIS - 5_000) : 0);
                lines.add(new Line(arrival, message(host, time, String.join(",", items))));
            }
            time += host.seconds() * 1000L - 3_000 + random.nextInt(6_000);
        }
    }

    private String message(Host host, long time, String items) {
        return "{\"_id\":\"%s\",\"timestamp\":\"%s\",\"loc\":%s,\"context\":\"%s\",\"items\":{%s}}"
                .formatted(
                        host.id(),
                        TIMESTAMP.format(START.plusMillis(time)),
                        host.location(),
                        industry.context(),
                        items);
    }

    private String inOrderOfArrival() {
        lines.sort(Comparator.comparingLong(Line::arrival));
        for (Damage damage : Damage.values()) {
            int at = random.nextInt(lines.size());
            lines.add(at + 1, new Line(0, damage.of(lines.get(at).text())));
        }
        StringBuilder file = new StringBuilder();
        for (Line line : lines) {
            file.append(line.text()).append('\n');
        }
        return file.toString();
    }

    /** What is wrong with a line that comes a second time; the good one stays, so that no value is missing. */
    private enum Damage {
        TRUNCATED,
        EMPTY,
        TEXT,
        NO_TIMESTAMP,
        NAN,
        NULL_ITEM,
        STRING_ITEM;

        String of(String message) {
            int items = message.indexOf("\"items\":{") + "\"items\":{".length();
            int value = message.indexOf(':', items) + 1;
            String upToValue = message.substring(0, value);
            return switch (this) {
                case TRUNCATED -> message.substring(0, message.length() * 2 / 3);
                case EMPTY -> "";
                case TEXT -> "modem restarted";
                case NO_TIMESTAMP -> message.replaceFirst("\"timestamp\":\"[^\"]*\",", "");
                case NAN -> upToValue + "NaN}}";
                case NULL_ITEM -> upToValue + "null}}";
                case STRING_ITEM -> upToValue + "\"offline\"}}";
            };
        }
    }
}
