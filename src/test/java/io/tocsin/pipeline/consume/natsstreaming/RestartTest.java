package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.CrashArguments;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.BackgroundRead;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import io.tocsin.pipeline.send.nats.PublishException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartTest {
    private static final int RESTARTS = 3;
    private static final int MESSAGES_BETWEEN = 2_500;

    @ParameterizedTest(name = "monitoring port: {0}")
    @ValueSource(booleans = {true, false})
    void everyMessageComesOnceAndInOrderThoughTheServerIsKilledUnderLoad(boolean monitor, @TempDir Path folder)
            throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, CrashArguments.NO_READ_AHEAD)) {
            ServerSettings settings = ServerSettings.of(server, "sensors");
            if (!monitor) {
                settings = settings.withoutMonitor();
            }
            Recorder recorder = new Recorder();
            Load load = new Load(settings);
            try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin");
                    BackgroundRead read = new BackgroundRead(log, 1, MessageLog.FOLLOW, recorder)) {
                load.start();
                for (int i = 0; i < RESTARTS; i++) {
                    awaitMore(recorder, MESSAGES_BETWEEN);
                    server.kill();
                    server.restart();
                }
                awaitMore(recorder, MESSAGES_BETWEEN);
                load.end();

                List<String> channel = PlainSubscriber.wholeChannel(settings, load.tried());
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(recorder.got().size()).isGreaterThanOrEqualTo(channel.size()));
                assertThat(recorder.got()).isEqualTo(channel);
                assertThat(log.repairs().rebuilds()).isGreaterThanOrEqualTo(RESTARTS);
                assertThat(load.failures()).isGreaterThanOrEqualTo(RESTARTS);
                assertThat(read.running()).isTrue();
            } finally {
                load.end();
            }
        }
    }

    private static void awaitMore(Recorder recorder, int messages) {
        int before = recorder.got().size();
        await().atMost(Duration.ofSeconds(30)).until(() -> recorder.got().size() >= before + messages);
    }

    /** Publishes about 2,000 messages a second and begins again after every failure. */
    private static final class Load {
        private final ServerSettings settings;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong line = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private final Thread thread = new Thread(this::run, "test-load");

        Load(ServerSettings settings) {
            this.settings = settings;
        }

        void start() {
            thread.start();
        }

        void end() throws InterruptedException {
            over.set(true);
            thread.join(20_000);
        }

        long tried() {
            return line.get();
        }

        long failures() {
            return failures.get();
        }

        private void run() {
            while (!over.get()) {
                try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                        settings.log(), "test-load", "sensors", 500, 2_000, Duration.ofSeconds(1))) {
                    publisher.connect();
                    while (!over.get()) {
                        long next = line.incrementAndGet();
                        publisher.publish(next, ("message " + next).getBytes(StandardCharsets.UTF_8));
                    }
                    publisher.finish();
                } catch (PublishException e) {
                    failures.incrementAndGet(); // what was on its way may be stored or not
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
