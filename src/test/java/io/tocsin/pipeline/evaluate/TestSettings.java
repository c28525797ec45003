package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import io.tocsin.config.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;

final class TestSettings {
    private TestSettings() {}

    static Settings defaults() {
        return new Settings(
                new Settings.Log(
                        "nats://127.0.0.1:4222",
                        "tocsin",
                        "tocsin",
                        "sensors",
                        null,
                        Settings.Start.NEW,
                        null,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(5)),
                new Settings.Decode(new Size(1 << 20), 64, 10000, 1024),
                new Settings.Ttl(Duration.ofMinutes(5), Map.of(), Map.of()),
                new Settings.Clock(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofHours(24)),
                new Settings.Rules(Duration.ofHours(1), Duration.ofSeconds(1), false, ZoneOffset.UTC, Map.of()),
                new Settings.State(Path.of("state")),
                new Settings.Sinks(null, null, null, new Settings.Retry(Duration.ofSeconds(1), Duration.ofMinutes(1))));
    }
}
