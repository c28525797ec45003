package io.tocsin.it;

import io.tocsin.model.UtcTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Blocks of messages of a made-up plant, half a second of its own time apart, some late, some damaged, with sensors that fall
 * silent. Between two blocks nothing is published for a while, so that ticks move the clock; the plant's own time then jumps
 * by more than any tick can, so that ticks do early what the next message does, and every run of the stream gives the same.
 */
final class ChaosStream {
    static final int BLOCK = 600;
    static final int BLOCKS = 3;

    private static final long SEED = 20171004;
    private static final long START = 1_506_780_000_250L;
    private static final long STEP_MS = 500;
    private static final long JUMP_MS = 90_000;
    private static final int PUMPS = 6;
    private static final int SILENT_EVERY = 150;
    private static final int SILENT_FOR = 100;

    private ChaosStream() {}

    static List<List<String>> blocks() {
        Random random = new Random(SEED);
        List<List<String>> blocks = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < BLOCK; i++) {
                lines.add(line(random, block * BLOCK + i, time(block, i)));
            }
            blocks.add(lines);
        }
        blocks.get(BLOCKS - 1).addAll(end());
        return blocks;
    }

    /** Everything calms down, the windows run empty, and no timer is left that a tick could reach. */
    private static List<String> end() {
        List<String> lines = new ArrayList<>();
        for (int pump = 0; pump < PUMPS; pump++) {
            lines.add(message("pump-" + pump, time(BLOCKS, pump), "\"Pressure\":50,\"Flow\":100"));
        }
        lines.add(message("end", time(BLOCKS + 1, 0), "\"End\":1"));
        return lines;
    }

    private static long time(int block, int i) {
        return START + block * JUMP_MS + (block * BLOCK + i) * STEP_MS;
    }

    private static String line(Random random, int i, long time) {
        int pump = random.nextInt(PUMPS);
        boolean silent = pump == (i / SILENT_EVERY) % PUMPS && i % SILENT_EVERY < SILENT_FOR;
        String host = "pump-" + (silent ? (pump + 1) % PUMPS : pump);
        long late = random.nextInt(25) == 0 ? random.nextInt(20_000) : 0;
        double pressure = 80 + 15 * Math.sin(i / 40.0 + pump) + random.nextGaussian();
        double flow = 100 + 5 * Math.cos(i / 90.0 + pump) + random.nextGaussian();
        String items = String.format(Locale.ROOT, "\"Pressure\":%.2f,\"Flow\":%.3f", pressure, flow);
        String line = message(host, time - late, items);
        return random.nextInt(100) == 0 ? line.substring(0, line.length() / 2) : line;
    }

    private static String message(String host, long time, String items) {
        return "{\"_id\":\"" + host + "\",\"timestamp\":\"" + UtcTime.format(time)
                + "\",\"context\":\"plant\",\"items\":{" + items + "}}";
    }

    /** Every kind of rule there is, with periods that fit the stream; derived events go to this channel. */
    static String rules(String derived) {
        return RULES.replace("DERIVED", derived);
    }

    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = 'Pressure {metric} on {host}', repeat = '10 sec')
            select host, service, metric, time from Metric(service = 'Pressure', metric > 90);

            @Name('normal') @Resolve('high')
            select host, service from Metric(service = 'Pressure', metric < 85);

            @Name('spike') @Alert(severity = 'warning', summary = 'Flow {metric} on {host}', resolveAfter = '15 sec')
            select host, service, metric, time from Metric(service = 'Flow', metric > 104);

            @Name('average-high') @Alert(severity = 'warning', summary = 'Pressure {average} on average on {host}')
            select host, service, avg(metric) as average, count(*) as readings, max(time) as time
            from Metric(service = 'Pressure')#time(1 min)
            group by host, service having avg(metric) > 86 output last at (*, *, *, *, *, */5);

            @Name('average-normal') @Resolve('average-high')
            select host, service, avg(metric) as average
            from Metric(service = 'Pressure')#time(1 min)
            group by host, service having avg(metric) < 84 output last at (*, *, *, *, *, */5);

            @Name('second') @Alert(severity = 'info', summary = '{average}', each = true)
            select host, avg(metric) as average from Metric(service = 'Pressure', host = 'pump-1')#time(20 sec)
            group by host output last at (*, *, *, *, *, *);

            @Name('silence') @Alert(severity = 'critical', summary = '{host} silent', absence = true)
            select rstream host, service, metric as last, time as lastTime
            from Metric(service != 'End')#unique(host, service)#timetolive(seen + cast(ttl * 1000 + 0.5, long) + 1) retain-intersection
            where current_timestamp > seen + cast(ttl * 1000 + 0.5, long);

            @Name('hot') insert into Hot select host, service, metric, seen from Metric(service = 'Pressure', metric > 88);

            @Name('often-hot') @Alert(severity = 'warning', summary = '{host} hot {times} times', key = 'host')
            select host, count(*) as times from Hot#time(30 sec) group by host having count(*) > 4;

            @Name('rise') @Alert(severity = 'info', summary = '{host} by {rise}', each = true)
            select a.host as host, b.metric - a.metric as rise, b.seen as at
            from pattern [every a = Metric(service = 'Flow') ->
              b = Metric(service = 'Flow', host = a.host) where timer:within(10 sec)] where b.metric - a.metric > 3;

            @Name('tick') @Alert(severity = 'info', summary = 'message {number}', each = true)
            select host, service, metric, sequence as number from Metric(service = 'Flow', sequence % 10 = 0);

            @Name('end') @Alert(severity = 'info', summary = 'end', each = true)
            select host, service from Metric(service = 'End');

            @Name('averages') @Publish('DERIVED')
            select host, service || '.avg1m' as service, avg(metric) as metric, max(time) as time
            from Metric(service != 'End')#time(1 min)
            group by host, service having count(*) > 0 output last at (*, *, *, *, *, */20);

            @Name('minutes') @Publish('DERIVED')
            select host, service || '.of1m' as service, avg(metric) as metric, max(time) as time
            from Metric(service = 'Pressure')#time_batch(1 min, 0L) group by host, service having count(*) > 0;
            """;

    /** Settings that fit both. */
    static final String SETTINGS =
            """
            ttl: { default: 20 s }
            clock: { stall: 1 s }
            rules: { horizon: 3 min }
            """;

    /** Settings to which each idle stretch is a gap of the feed. */
    static final String GAPS = SETTINGS + "feed: { down: 1 s, quiet: 2 s, grace: 20 s }\n";
}
