package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.CrashArguments;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.consume.Recorder;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a kill of the server leaves behind when it hits between messages and index. */
class TornIndexTest {
    private static final int INDEX_RECORD = 32;

    @Test
    void whatWasNotIndexedIsGoneAndWhatFollowsIsReadInItsPlace(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder, CrashArguments.NO_READ_AHEAD)) {
            ServerSettings settings = ServerSettings.of(server, "sensors");
            publish(settings, 1_001, 1_100);
            server.stop();
            forgetLast(10, folder);
            server.restart();
            publish(settings, 1_101, 1_200);
            server.restart(); // from here it reads its files, not its memory

            Recorder recorder = new Recorder();
            try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "tocsin")) {
                log.read(1, 190, recorder);
                assertThat(log.repairs().rebuilds()).isZero();
            }
            List<String> expected = new ArrayList<>();
            for (int i = 1; i <= 190; i++) {
                expected.add(i + " message " + (i <= 90 ? 1_000 + i : 1_010 + i));
            }
            assertThat(recorder.got()).isEqualTo(expected);
        }
    }

    private static void publish(ServerSettings settings, int from, int to) throws Exception {
        try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                settings.log(), "test-load", "sensors", 500, 2_000, Duration.ofSeconds(10))) {
            publisher.connect();
            for (int i = from; i <= to; i++) {
                publisher.publish(i, ("message " + i).getBytes(StandardCharsets.UTF_8));
            }
            publisher.finish();
        }
    }

    private static void forgetLast(int messages, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path index = files.filter(file -> file.endsWith(Path.of("sensors", "msgs.1.idx")))
                    .findAny()
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(index, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - (long) messages * INDEX_RECORD);
            }
        }
    }
}
