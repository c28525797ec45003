package io.tocsin.it;

import io.tocsin.model.UtcTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A made-up plant that sends a message every half second of its own time: six pumps whose pressure swings over a limit and
 * back, which fall silent now and then, some messages late, some lines damaged. The same seed gives the same lines.
 */
final class Plant {
    static final long STEP_MS = 500;

    private static final long START = 1_506_780_000_250L;
    private static final int PUMPS = 6;
    private static final int SILENT_EVERY = 1_800;
    private static final int SILENT_FOR = 900;

    private Plant() {}

    static List<String> lines(int count, long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int pump = random.nextInt(PUMPS);
            boolean silent = pump == (i / SILENT_EVERY) % PUMPS && i % SILENT_EVERY < SILENT_FOR;
            String host = "pump-" + (silent ? (pump + 1) % PUMPS : pump);
            long late = random.nextInt(25) == 0 ? random.nextInt(40_000) : 0;
            double pressure = 80 + 15 * Math.sin(i / 400.0 + pump) + random.nextGaussian();
            double flow = 100 + 5 * Math.cos(i / 900.0 + pump) + random.nextGaussian();
            String line = String.format(
                    Locale.ROOT,
                    "{\"_id\":\"%s\",\"timestamp\":\"%s\",\"loc\":[45.1,50.7],\"context\":\"plant\","
                            + "\"items\":{\"Pressure\":%.2f,\"Flow\":%.3f}}",
                    host,
                    UtcTime.format(START + i * STEP_MS - late),
                    pressure,
                    flow);
            lines.add(random.nextInt(200) == 0 ? line.substring(0, line.length() / 2) : line);
        }
        return lines;
    }

    /** A message after so many, on which the rule {@code end} rings: when it does, all before has been evaluated. */
    static String end(int count) {
        return "{\"_id\":\"end\",\"timestamp\":\"" + UtcTime.format(START + count * STEP_MS)
                + "\",\"items\":{\"End\":1}}";
    }

    /** Thresholds, averages, silence, repeats, notices and derived events over it. */
    static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = 'Pressure {metric} on {host}', repeat = '2 min')
            select host, service, metric, time from Metric(service = 'Pressure', metric > 90);

            @Name('normal') @Resolve('high')
            select host, service from Metric(service = 'Pressure', metric < 85);

            @Name('spike') @Alert(severity = 'warning', summary = 'Flow {metric} on {host}', resolveAfter = '90 sec')
            select host, service, metric, time from Metric(service = 'Flow', metric > 105);

            @Name('average-high') @Alert(severity = 'warning', summary = 'Pressure {average} on average on {host}')
            select host, service, avg(metric) as average, count(*) as readings, max(time) as time
            from Metric(service = 'Pressure')#time(5 min)
            group by host, service having avg(metric) > 88 output last at (*/1, *, *, *, *);

            @Name('average-normal') @Resolve('average-high')
            select host, service, avg(metric) as average
            from Metric(service = 'Pressure')#time(5 min)
            group by host, service having avg(metric) < 86 output last at (*/1, *, *, *, *);

            @Name('silence') @Alert(severity = 'critical', summary = '{host} silent', absence = true)
            select rstream host, service, metric as last, time as lastTime
            from Metric#unique(host, service)#timetolive(seen + cast(ttl * 1000 + 0.5, long) + 1) retain-intersection
            where current_timestamp > seen + cast(ttl * 1000 + 0.5, long);

            @Name('tick') @Alert(severity = 'info', summary = 'message {number}', each = true)
            select host, service, metric, sequence as number from Metric(service = 'Flow', sequence % 10 = 0);

            @Name('end') @Alert(severity = 'info', summary = 'end', each = true)
            select host, service from Metric(service = 'End');

            @Name('averages') @Publish('derived')
            select host, service || '.avg5m' as service, avg(metric) as metric, max(time) as time
            from Metric#time(5 min)
            group by host, service having count(*) > 0 output last at (*/1, *, *, *, *);

            @Name('minutes') @Publish('derived')
            select host, service || '.avg1m' as service, avg(metric) as metric, max(time) as time
            from Metric(service = 'Pressure')#time_batch(1 min, 0L) group by host, service having count(*) > 0;
            """;

    /** Settings that fit the rules. */
    static final String SETTINGS =
            """
            ttl: { default: 2 min }
            clock: { stall: 1 h }
            rules: { horizon: 10 min }
            """;
}
