package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server's limit of age for a channel: its own, that of the narrowest wildcard, or the one for all. */
class MaxAgeTest {
    private static final String LIMITS =
            """
            streaming { store_limits {
              max_age: "2h"
              channels {
                "plant.sensors": { max_age: "20m" }
                "plant.>": { max_age: "3h" }
                "plant.*.raw": { max_age: "10m" }
                "*.and.long": { max_age: "5m" }
                "p.>": { max_age: "6m" }
                "all.*": { max_msgs: 7 }
                "endless": { max_age: "0s" }
              }
            } }
            """;

    private static StreamingServer server;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        Path limits = Files.writeString(folder.resolve("limits.conf"), LIMITS);
        server = StreamingServer.start(null, folder.resolve("server"), List.of("-c", limits.toString()));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "plant.sensors, 20",
        "plant.others, 180",
        "plant.others.and.more, 180",
        "plant.well.raw, 10",
        "p.and.long, 6",
        "q.and.long, 5",
        "plant, 120",
        "all.sensors, 120",
        "all.sensors.raw, 120",
        "sensors, 120",
    })
    void isRead(String channel, int minutes) throws IOException {
        assertThat(new Monitor(server.monitor(), channel).maxAge()).contains(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource("endless")
    void thereMayBeNone(String channel) throws IOException {
        assertThat(new Monitor(server.monitor(), channel).maxAge()).isEmpty();
    }
}
