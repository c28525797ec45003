package io.tocsin.app;

import io.tocsin.app.server.ServerUnavailableException;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.config.ChannelTemplate;
import io.tocsin.config.Settings;
import io.tocsin.config.Start;
import io.tocsin.model.Alert;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import io.tocsin.pipeline.send.nats.PublishException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole product on the samples, with a server of its own. */
public final class Demo {
    private static final int IN_FLIGHT = 256;
    private static final double WATCHABLE_RATE = 200;
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(10);
    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_MS = 50;

    private final Path rules;
    private final Path samples;
    private final @Nullable Path server;
    private final boolean colour;
    private final Consumer<String> notes;
    private final BooleanSupplier stopped;

    /**
     * Prepares a demo.
     *
     * @param rules the rule folder
     * @param samples a folder of message files
     * @param server the server's program, or null to find or build it
     * @param colour whether the terminal may show colour
     * @param notes gets lines for the person beside the alerts
     * @param stopped whether the thread that runs it has been interrupted to end it
     */
    public Demo(
            Path rules,
            Path samples,
            @Nullable Path server,
            boolean colour,
            Consumer<String> notes,
            BooleanSupplier stopped) {
        this.stopped = stopped;
        this.rules = rules;
        this.samples = samples;
        this.server = server;
        this.colour = colour;
        this.notes = notes;
    }

    /**
     * Shows everything on standard output.
     *
     * @param once whether to end by itself; else it goes on until interrupted
     * @return whether each kind of alert rang, and a derived event was published
     * @throws IllegalArgumentException if there are no samples, or they cannot be read
     */
    public boolean run(boolean once)
            throws IOException, RuleException, LogException, PublishException, InterruptedException,
                    ExecutionException {
        RuleFolder folder = new RuleFolder(rules);
        RuleSet set = new RuleCompiler(Settings.defaults()).compile(folder);
        List<byte[]> lines = lines();
        Path work = Files.createTempDirectory("tocsin-demo");
        try (DemoSink sink = new DemoSink(set.rules(), colour)) {
            try (StreamingServer running = StreamingServer.start(server, work.resolve("server"), List.of())) {
                return live(running, work, lines, sink, once);
            } catch (ServerUnavailableException e) {
                return fromFile(set, work, lines, sink, String.valueOf(e.getMessage()));
            }
        } finally {
            delete(work);
        }
    }

    private List<byte[]> lines() throws InterruptedException {
        try {
            return SampleFiles.merged(sampleFiles(), Settings.defaults().decode());
        } catch (LogException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private List<Path> sampleFiles() {
        try (Stream<Path> files = Files.list(samples)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".ndjson")).sorted().toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(samples + ": holds no .ndjson file");
            }
            return found;
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IllegalArgumentException(samples + ": is no folder; name one by --samples", e);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(samples + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean live(StreamingServer running, Path work, List<byte[]> lines, DemoSink sink, boolean once)
            throws LogException, RuleException, PublishException, InterruptedException, ExecutionException {
        sink.line("source: nats-streaming " + StreamingServer.VERSION + " at 127.0.0.1:" + running.port());
        Settings settings = settings(running, work.resolve("state"));
        long derived = 0;
        try (Service service = Service.start(settings, rules, List.of(sink), false)) {
            try {
                publish(settings, lines, once ? 0 : WATCHABLE_RATE);
                awaitAll(service, lines.size());
                if (!once) {
                    notes.accept("every sample is in; the service goes on, Ctrl-C ends it");
                    service.await();
                }
            } finally {
                derived = service.sent(Sinks.DERIVED);
            }
        } finally {
            sink.line(sink.counts(derived));
        }
        return sink.complete(derived);
    }

    private static Settings settings(StreamingServer running, Path state) {
        Settings d = Settings.defaults();
        Settings.Log log = new Settings.Log(
                running.url(),
                StreamingServer.CLUSTER,
                "tocsin-demo",
                d.log().channel(),
                running.monitor(),
                new Start.Beginning(),
                null,
                null,
                null,
                null,
                null,
                d.log().watchdog());
        Settings.Sinks sinks = new Settings.Sinks(
                null,
                new Settings.Nats(true, ChannelTemplate.parse("alerts")),
                null,
                d.sinks().retry());
        return new Settings(
                log,
                d.decode(),
                d.ttl(),
                d.clock(),
                d.feed(),
                d.rules(),
                new Settings.State(
                        state,
                        d.state().remember(),
                        d.state().sensors(),
                        d.state().outbox(),
                        d.state().history(),
                        d.state().historyCount()),
                sinks);
    }

    private void publish(Settings settings, List<byte[]> lines, double rate)
            throws PublishException, InterruptedException {
        try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                settings.log(),
                "tocsin-demo-publish",
                settings.log().channel(),
                IN_FLIGHT,
                rate,
                PUBLISH_LIMIT,
                stopped)) {
            publisher.connect();
            long line = 0;
            for (byte[] body : lines) {
                publisher.publish(++line, body);
            }
            publisher.finish();
        }
    }

    private static void awaitAll(Service service, long last) throws InterruptedException, LogException {
        long end = System.nanoTime() + CATCH_UP_LIMIT.toNanos();
        while (service.position().sequence() < last) {
            if (System.nanoTime() > end || service.hasFailed()) {
                throw new LogException(
                        "the service stopped at message " + service.position().sequence() + " of " + last);
            }
            Thread.sleep(LOOK_MS);
        }
        service.awaitSent(CATCH_UP_LIMIT);
    }

    private boolean fromFile(RuleSet set, Path work, List<byte[]> lines, DemoSink sink, String why)
            throws IOException, LogException, RuleException, InterruptedException {
        sink.line("source: file (no server: " + why + ")");
        Path merged = work.resolve("samples.ndjson");
        try (var out = Files.newOutputStream(merged)) {
            for (byte[] line : lines) {
                out.write(line);
                out.write('\n');
            }
        }
        try (FileLog log =
                FileLog.of(merged, Settings.defaults().decode().maxMessage().bytes())) {
            ReplaySummary summary = new Replay(
                            Course.of(Settings.defaults(), set),
                            log,
                            new Pace(Pace.MAX),
                            (Alert a) -> sink.send(a),
                            s -> {})
                    .run(new Stretch(1, MessageLog.FOLLOW));
            sink.line(sink.counts(summary.derived()));
            return sink.complete(summary.derived());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
