package io.tocsin.bench.compare;

import io.nats.streaming.StreamingConnection;
import io.tocsin.app.RuleDesk;
import io.tocsin.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * What a reload costs a service that reads 2,000 messages of five values a second: a rule with a window of a minute over 50,000
 * sensors is changed again and again, and the engine has to be warmed each time.
 */
final class Reloads implements Section {
    private static final int WARM = 5;
    private static final int COUNTED = 40;
    private static final long INTERVAL_NANOS = 500_000;
    private static final long LIMIT_SECONDS = 60;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String TITLE = "reload, window of 1 min";
    private static final Pattern REPORT =
            Pattern.compile("warmed over (\\d+) messages in (\\d+) ms, engine paused ([0-9.]+) ms");
    private static final Pattern COLLECTION = Pattern.compile("Pause .* ([0-9.]+)ms");
    private static final String RULE =
            """
            @Name('average') @Alert(severity = 'warning', summary = '{average}')
            select host, service, avg(metric) as average from Metric#time(1 min)
            group by host, service having avg(metric) > %d;
            """;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        Path folder = Files.createDirectories(bench.places().work().resolve("reloads"));
        Path rules = Files.createDirectories(folder.resolve("rules"));
        try (Server server = Server.start(bench.places())) {
            write(rules, 0);
            Path state = folder.resolve("state-" + System.nanoTime());
            Path config = folder.resolve("tocsin.yaml");
            Files.writeString(
                    config,
                    """
                    log: { url: "%s", monitor: "%s", start: beginning }
                    rules: { watch: false }
                    state: { folder: "%s" }
                    """
                            .formatted(server.process().url(), server.process().monitor(), state));
            List<String> run = List.of("run", "--config", config.toString(), "--rules", rules.toString());
            Path collector = folder.resolve("collector.log");
            List<String> options = List.of("-Xlog:gc:file=" + collector);
            try (Load load = new Load(server, bench.job(Workload.AVERAGE).messages());
                    Program service = Program.start(bench.places(), options, run, folder.resolve("service.log"))) {
                service.awaitSaid("source: ", LIMIT_SECONDS);
                load.start();
                report(report, reload(new RuleDesk(state), rules), longestCollection(collector));
            }
        }
    }

    private static void write(Path rules, int change) throws IOException {
        Files.writeString(rules.resolve("rules.epl"), RULE.formatted(100_000 + change));
    }

    private record Took(double pause, double warmed, double seconds) {}

    private static List<Took> reload(RuleDesk desk, Path rules) throws Exception {
        List<Took> all = new ArrayList<>();
        for (int i = 1; i <= WARM + COUNTED; i++) {
            write(rules, i);
            long start = System.nanoTime();
            String text = desk.reload(null).orElseThrow().report();
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            Matcher matcher = REPORT.matcher(text);
            if (!matcher.find()) {
                throw new IllegalStateException("no reload: " + text);
            }
            if (i > WARM) {
                all.add(new Took(Double.parseDouble(matcher.group(3)), Double.parseDouble(matcher.group(1)), seconds));
            }
        }
        return all;
    }

    private static double longestCollection(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(COLLECTION::matcher)
                .filter(Matcher::find)
                .mapToDouble(stop -> Double.parseDouble(stop.group(1)))
                .max()
                .orElse(0);
    }

    private static void report(Report report, List<Took> all, double longestCollection) {
        double[] pauses = all.stream().mapToDouble(Took::pause).sorted().toArray();
        double p99 = pauses[(int) Math.ceil(pauses.length * 0.99) - 1];
        report.add(Figure.of(
                TITLE, "pause of the engine, median", median(all.stream().mapToDouble(Took::pause)), "ms", null));
        report.add(Figure.of(TITLE, "pause of the engine, p99", p99, "ms", Goal.valueAtMost(10)));
        report.add(Figure.of(TITLE, "messages that warm it", median(all.stream().mapToDouble(Took::warmed)), "", null));
        report.add(Figure.of(
                TITLE, "from the request to the effect", median(all.stream().mapToDouble(Took::seconds)), "s", null));
        report.add(Figure.of(TITLE, "longest stop by the collector, start included", longestCollection, "ms", null));
    }

    private static double median(DoubleStream values) {
        return Spread.of(values).median();
    }

    /** Publishes the messages one after the other at a steady pace, again and again. */
    private static final class Load implements AutoCloseable {
        private final StreamingConnection connection;
        private final List<byte[]> messages;
        private final AtomicBoolean over = new AtomicBoolean();
        private final Phaser underWay = new Phaser(1);
        private final Thread thread = new Thread(this::run, "bench-load");

        Load(Server server, List<byte[]> messages) throws Exception {
            this.connection = server.connect("reload-load");
            this.messages = messages;
        }

        void start() {
            thread.start();
        }

        private void run() {
            long start = System.nanoTime();
            try {
                for (int i = 0; !over.get(); i++) {
                    for (long wait = start + i * INTERVAL_NANOS - System.nanoTime();
                            wait > 0;
                            wait = start + i * INTERVAL_NANOS - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    underWay.register();
                    connection.publish(
                            "sensors",
                            messages.get(i % messages.size()),
                            (id, failure) -> underWay.arriveAndDeregister());
                }
            } catch (IOException e) {
                throw new IllegalStateException("the load has ended early", e);
            } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws Exception {
            over.set(true);
            thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            // The client cannot be closed while it waits for acknowledgements.
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), LIMIT_SECONDS, TimeUnit.SECONDS);
            connection.close();
        }
    }
}
