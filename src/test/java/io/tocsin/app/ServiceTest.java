package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.config.SettingsLoader;
import io.tocsin.pipeline.consume.LogException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aServiceThatHearsNothingMoreDoesNotSeemToRun(@TempDir Path folder) throws Exception {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(
                rules.resolve("a.epl"),
                """
                @Name('high') @Alert(severity = 'info', summary = '{host}') select host from Metric(metric > 5);
                """);
        try (StreamingServer server = StreamingServer.start(null, folder, List.of())) {
            Path config = folder.resolve("tocsin.yaml");
            Files.writeString(
                    config,
                    """
                    log: { url: "%s", monitor: "%s", start: new }
                    state: { folder: "%s" }
                    """
                            .formatted(server.url(), server.monitor(), folder.resolve("state")));
            try (Service service = Service.start(SettingsLoader.load(config, key -> null), rules, List.of(), false)) {
                Thread source = source();
                await().until(() -> {
                    source.interrupt(); // again: while it connects, the client library swallows some
                    return !source.isAlive();
                });
                assertThatThrownBy(service::await)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(LogException.class)
                        .hasMessageStartingWith("reading the log was interrupted");
            }
        }
    }

    private static Thread source() {
        List<Thread> sources = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tocsin-source"))
                .toList();
        assertThat(sources).hasSize(1);
        return sources.get(0);
    }
}
