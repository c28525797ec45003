package io.tocsin.bench.compare;

import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/**
 * From publishing a message to receiving its alert, 1,000 messages a second, every one of which rings: the packaged service
 * against the bare chain on the same server. Times count from when a message was due to be published, so that a pause costs
 * every message that had to wait for it.
 */
final class Latency implements Section {
    private static final int MESSAGES = 5_000;
    private static final long INTERVAL_NANOS = 1_000_000;
    /** Many at once, then as they are measured: what runs once for a batch is compiled later, beside what is measured. */
    private static final int WARM_MESSAGES = 20_000;

    private static final long WARM_INTERVAL_NANOS = 250_000;
    /** The number of the first round behind those that warm. */
    private static final int FIRST = 2;

    private static final int COUNTED = 7;
    private static final long LIMIT_SECONDS = 60;
    private static final double MICROS = 1e3;
    private static final String NUMBER = "\"n-";
    private static final String RULE =
            """
            @Name('every-value') @Alert(severity = 'info', each = true, summary = '{metric}')
            select host, service, metric, time from Metric(metric > 0);
            """;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        Path folder = Files.createDirectories(bench.places().work().resolve("latency"));
        try (Server server = Server.start(bench.places());
                BareChain ignored = new BareChain(server, "bare-in", "bare-out", folder)) {
            List<Histogram> bare = new ArrayList<>();
            List<Histogram> ours = new ArrayList<>();
            try (Program ignoredToo = service(bench.places(), server, folder)) {
                warm(server, 0, WARM_INTERVAL_NANOS);
                warm(server, 1, INTERVAL_NANOS);
                for (int i = 0; i <= COUNTED; i++) {
                    Histogram once = measure(server, "bare-in", "bare-out", FIRST + i, MESSAGES, INTERVAL_NANOS);
                    Histogram then = measure(server, "sensors", "alerts", FIRST + i, MESSAGES, INTERVAL_NANOS);
                    // The compiler begins anew behind the first time in which nothing came.
                    if (i > 0) {
                        bare.add(once);
                        ours.add(then);
                    }
                }
            }
            report(report, bare, ours);
        }
    }

    /** Both chains beside each other. */
    private static void warm(Server server, int round, long interval) throws Exception {
        FutureTask<Histogram> bare =
                new FutureTask<>(() -> measure(server, "bare-in", "bare-out", round, WARM_MESSAGES, interval));
        Thread beside = new Thread(bare, "bench-warm-bare-chain");
        beside.setDaemon(true);
        beside.start();
        measure(server, "sensors", "alerts", round, WARM_MESSAGES, interval);
        bare.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void report(Report report, List<Histogram> bare, List<Histogram> ours) {
        for (double percentile : new double[] {50, 99, 99.9}) {
            double[] ratios = new double[ours.size()];
            double[] values = new double[ours.size()];
            for (int i = 0; i < ratios.length; i++) {
                values[i] = ours.get(i).getValueAtPercentile(percentile) / MICROS;
                ratios[i] = values[i] * MICROS / bare.get(i).getValueAtPercentile(percentile);
            }
            report.add(new Figure(
                    "1,000 messages/s, all ring",
                    "publish to alert, p" + (percentile == 99.9 ? "99.9" : Integer.toString((int) percentile)),
                    "publish, fsync, publish",
                    Spread.of(DoubleStream.of(values)).median() / MICROS,
                    "ms",
                    Spread.of(DoubleStream.of(ratios)),
                    null,
                    Double.NaN,
                    percentile == 99 ? Goal.wallAtMost(1.25) : null));
        }
    }

    private static Program service(Places places, Server server, Path folder) throws Exception {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("rules.epl"), RULE);
        Path state = folder.resolve("state-" + System.nanoTime());
        Path config = folder.resolve("tocsin.yaml");
        Files.writeString(
                config,
                """
                log: { url: "%s", monitor: "%s", start: new }
                state: { folder: "%s" }
                sinks: { nats: { channel: alerts } }
                """
                        .formatted(server.process().url(), server.process().monitor(), state));
        Program service = Program.start(
                places,
                List.of(),
                List.of("run", "--config", config.toString(), "--rules", rules.toString()),
                folder.resolve("service.log"));
        service.awaitSaid("source: ", LIMIT_SECONDS);
        return service;
    }

    /** Publishes at a steady pace and notes when what follows is received. */
    private static Histogram measure(Server server, String in, String out, int round, int messages, long interval)
            throws Exception {
        long[] received = new long[messages];
        CountDownLatch missing = new CountDownLatch(messages);
        CountDownLatch unstored =
                new CountDownLatch(messages); // the client fails to close with an acknowledgement to come
        String prefix = NUMBER + round + "-";
        StreamingConnection reader = server.connect("latency-reader-" + in);
        StreamingConnection writer = server.connect("latency-writer-" + in);
        try {
            reader.subscribe(
                    out,
                    message -> {
                        long now = System.nanoTime();
                        int number = number(new String(message.getData(), StandardCharsets.UTF_8), prefix);
                        if (number >= 0 && received[number] == 0) {
                            received[number] = now;
                            missing.countDown();
                        }
                    },
                    new SubscriptionOptions.Builder().build());
            long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            for (int i = 0; i < messages; i++) {
                long due = start + i * interval;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                writer.publish(in, message(prefix + i), (id, failure) -> unstored.countDown());
            }
            if (!missing.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(missing.getCount() + " messages have not come through " + out);
            }
            if (!unstored.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(unstored.getCount() + " messages are not known to be stored in " + in);
            }
            Histogram histogram = new Histogram(3);
            for (int i = 0; i < messages; i++) {
                histogram.recordValue(Math.max(1, received[i] - start - i * interval));
            }
            return histogram;
        } finally {
            writer.close();
            reader.close();
        }
    }

    private static byte[] message(String host) {
        return "{\"_id\":%s\",\"timestamp\":\"%s\",\"items\":{\"Pressure\":88.2}}"
                .formatted(host, Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The number behind the prefix, or -1. */
    private static int number(String text, String prefix) {
        int at = text.indexOf(prefix);
        if (at < 0) {
            return -1;
        }
        int from = at + prefix.length();
        return Integer.parseInt(text.substring(from, text.indexOf('"', from)));
    }
}
