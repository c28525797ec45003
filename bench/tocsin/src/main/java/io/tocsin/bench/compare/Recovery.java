package io.tocsin.bench.compare;

import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A service that watches 100,000 sensors for silence and keeps an hour of each for its average is killed with signal 9 and
 * started again: how long until it rings for what came meanwhile, how fast windows are rebuilt against a replay of the same
 * messages, and how much disk the state takes.
 */
final class Recovery implements Section {
    private static final int SERVICES = 5;
    private static final int HOSTS = Math.min(20_000, Integer.getInteger("bench.messages", 150_000) / 7);
    private static final int ROUNDS = 15;
    private static final int COUNTED = 3;
    private static final long ROUND_MS = 300_000;
    private static final long START = 1_506_780_000_000L;
    private static final long LIMIT_SECONDS = 300;
    private static final double MILLIS = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Pattern REBUILT =
            Pattern.compile("from the last events of (\\d+) sensors and (\\d+) messages, .* in (\\d+) ms");
    private static final Pattern REPLAYED = Pattern.compile("messages\\s+([\\d,]+) received");
    private static final String RULES =
            """
            @Name('silence') @Alert(severity = 'critical', summary = '{host} silent', absence = true)
            select rstream host, service, seen as last
            from Metric#unique(host, service)#timetolive(seen + cast(ttl * 1000, long) + 1) retain-intersection
            where current_timestamp > seen + cast(ttl * 1000, long);

            @Name('average-high') @Alert(severity = 'warning', summary = '{average}')
            select host, service, avg(metric) as average from Metric#time(1 hour)
            group by host, service having avg(metric) > 1000;

            @Name('ring') @Alert(severity = 'info', summary = '{metric}', each = true)
            select host, metric from Metric(service = 'Ring');
            """;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        Path folder = Files.createDirectories(bench.places().work().resolve("recovery"));
        clear(folder);
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("rules.epl"), RULES);
        try (Server server = Server.start(bench.places())) {
            Path config = folder.resolve("tocsin.yaml");
            Files.writeString(
                    config,
                    """
                    log: { url: "%s", monitor: "%s", start: beginning }
                    ttl: { default: 25 h }
                    state: { folder: state }
                    sinks: { nats: { channel: alerts } }
                    """
                            .formatted(server.process().url(), server.process().monitor()));
            List<String> where = List.of("--config", config.toString(), "--rules", rules.toString());
            server.publish("sensors", messages());
            server.publish("sensors", List.of(ring(1)));

            Rings rings = new Rings(server);
            try (Program live = start(bench, "run", where, folder.resolve("live.log"))) {
                rings.await(1);
                live.kill();
            }
            List<Recovered> recovered = new ArrayList<>();
            double[] replayed = new double[COUNTED];
            for (int i = 0; i < COUNTED; i++) {
                server.publish("sensors", List.of(ring(i + 2)));
                recovered.add(recover(bench, where, folder, rings, i + 2));
                List<String> last = new ArrayList<>(where);
                last.addAll(List.of("--cold", "--from", Integer.toString(HOSTS * ROUNDS + i + 2)));
                Replayed nothing = replay(bench, last, folder);
                Replayed all = replay(bench, where, folder);
                replayed[i] = (all.events() - nothing.events()) / (all.seconds() - nothing.seconds());
            }
            rings.close();
            report(report, recovered, replayed);
            report.add(Figure.of(
                    title(), "state on disk for each sensor", bytes(folder.resolve("state")) / sensors(), "B", null));
        }
    }

    /** Starts the service that was killed, and kills it when it has rung for what came meanwhile. */
    private static Recovered recover(Bench bench, List<String> where, Path folder, Rings rings, int ring)
            throws Exception {
        long start = System.nanoTime();
        try (Program again = start(bench, "run", where, folder.resolve("again.log"))) {
            rings.await(ring);
            double untilAlert = seconds(start);
            Matcher rebuilt = match(REBUILT, again.said());
            double events = Long.parseLong(rebuilt.group(1)) + Long.parseLong(rebuilt.group(2)) * (double) SERVICES;
            double rate = events / (Long.parseLong(rebuilt.group(3)) / MILLIS);
            again.kill();
            return new Recovered(untilAlert, rate);
        }
    }

    private static void report(Report report, List<Recovered> recovered, double[] replayed) {
        double[] ratios = new double[COUNTED];
        for (int i = 0; i < COUNTED; i++) {
            ratios[i] = recovered.get(i).rate() / replayed[i];
        }
        double untilAlert =
                Spread.of(recovered.stream().mapToDouble(Recovered::untilAlert)).median();
        report.add(Figure.of(title(), "from the start after a kill to the next alert", untilAlert, "s", null));
        report.add(new Figure(
                title(),
                "rebuilding windows, with last events",
                "replay of the log, without its start",
                Spread.of(recovered.stream().mapToDouble(Recovered::rate)).median(),
                "events/s",
                Spread.of(DoubleStream.of(ratios)),
                null,
                Double.NaN,
                Goal.wallAtLeast(0.9)));
    }

    /**
     * A service after a kill.
     *
     * @param untilAlert seconds from its start to the first alert
     * @param rate of rebuilding, events a second
     */
    private record Recovered(double untilAlert, double rate) {}

    private record Replayed(double events, double seconds) {}

    private static Replayed replay(Bench bench, List<String> arguments, Path folder) throws Exception {
        long start = System.nanoTime();
        try (Program replay = start(bench, "replay", arguments, folder.resolve("replay.log"))) {
            replay.awaitEnd(LIMIT_SECONDS);
            double messages =
                    Double.parseDouble(match(REPLAYED, replay.said()).group(1).replace(",", ""));
            return new Replayed(SERVICES * messages, seconds(start));
        }
    }

    private static Program start(Bench bench, String command, List<String> where, Path log) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(where);
        return Program.start(bench.places(), List.of("-Xmx3g"), arguments, log);
    }

    private static String title() {
        return String.format(Locale.ROOT, "%,d sensors, windows of 1 h", (int) sensors());
    }

    private static double sensors() {
        return (double) HOSTS * SERVICES;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("'" + pattern + "' is not in: " + text);
        }
        return matcher;
    }

    private static double bytes(Path state) throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(folder);
    }

    private static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int host = 0; host < HOSTS; host++) {
                String time = Instant.ofEpochMilli(START + round * ROUND_MS + host * ROUND_MS / HOSTS)
                        .toString();
                StringBuilder items = new StringBuilder();
                for (int service = 0; service < SERVICES; service++) {
                    items.append(service == 0 ? "" : ",")
                            .append(String.format(
                                    Locale.ROOT,
                                    "\"Service%d\":%.2f",
                                    service,
                                    50 + (host * 31 + round * 17 + service) % 400 / 10.0));
                }
                messages.add(message("594d186e51b3bc4eb" + (1_000_000 + host), time, items.toString()));
            }
        }
        return messages;
    }

    private static byte[] ring(int number) {
        return message(
                "ring", Instant.ofEpochMilli(START + ROUNDS * ROUND_MS + number).toString(), "\"Ring\":" + number);
    }

    private static byte[] message(String host, String time, String items) {
        return ("{\"_id\":\"" + host + "\",\"timestamp\":\"" + time + "\",\"items\":{" + items + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The alerts that have come. */
    private static final class Rings {
        private final StreamingConnection connection;
        private final List<CountDownLatch> latches =
                Stream.generate(() -> new CountDownLatch(1)).limit(COUNTED + 1).toList();

        Rings(Server server) throws Exception {
            connection = server.connect("recovery-reader");
            connection.subscribe(
                    "alerts",
                    message -> {
                        String text = new String(message.getData(), StandardCharsets.UTF_8);
                        for (int i = 0; i < latches.size(); i++) {
                            if (text.contains("\"metric\":" + (i + 1) + ".0")) {
                                latches.get(i).countDown();
                            }
                        }
                    },
                    new SubscriptionOptions.Builder().deliverAllAvailable().build());
        }

        void await(int number) throws InterruptedException {
            if (!latches.get(number - 1).await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("alert " + number + " has not come");
            }
        }

        void close() throws Exception {
            connection.close();
        }
    }
}
