package io.tocsin.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerBinaryTest {
    private static Path program(Path path, String script) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + script + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }

    @Test
    void theSettingComesBeforeTheEnvironmentThePathAndTheCache(@TempDir Path folder) throws Exception {
        Path given = program(folder.resolve("given"), "");
        Path named = program(folder.resolve("named"), "");
        Path onPath = program(folder.resolve("bin/nats-streaming-server"), "");
        Path cached = program(folder.resolve("cache/tocsin/bin/nats-streaming-server"), "");
        String cache = folder.resolve("cache").toString();
        String path = folder.resolve("bin").toString();
        Map<String, String> all =
                Map.of(ServerBinary.ENVIRONMENT, named.toString(), "PATH", path, "XDG_CACHE_HOME", cache);

        assertThat(new ServerBinary(all).find(given)).isEqualTo(given);
        assertThat(new ServerBinary(all).find(null)).isEqualTo(named);
        assertThat(new ServerBinary(Map.of("PATH", path, "XDG_CACHE_HOME", cache)).find(null))
                .isEqualTo(onPath);
        assertThat(new ServerBinary(Map.of("PATH", "", "XDG_CACHE_HOME", cache)).find(null))
                .isEqualTo(cached);
    }

    @Test
    void aNameThatIsNoProgramIsAnError(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        ServerBinary binary = new ServerBinary(Map.of(ServerBinary.ENVIRONMENT, missing.toString()));
        assertThatThrownBy(() -> binary.find(null))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining(ServerBinary.ENVIRONMENT + " names " + missing);
    }

    @Test
    void withoutServerAndGoItSaysWhatToInstall(@TempDir Path folder) {
        ServerBinary binary = new ServerBinary(Map.of("PATH", "", "HOME", folder.toString()));
        assertThatThrownBy(() -> binary.find(null))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining("no nats-streaming-server on the PATH, and no Go")
                .hasMessageContaining("v0.25.6")
                .hasMessageContaining(folder.resolve(".cache/tocsin/bin").toString());
    }

    @Test
    void goBuildsItIntoTheCache(@TempDir Path folder) throws Exception {
        program(
                folder.resolve("bin/go"),
                """
                [ "$*" = 'install github.com/nats-io/nats-streaming-server@v0.25.6' ] || exit 9
                echo '#!/bin/sh' > "$GOBIN/nats-streaming-server"
                /bin/chmod +x "$GOBIN/nats-streaming-server\"""");
        Path cache = folder.resolve("cache");
        ServerBinary binary =
                new ServerBinary(Map.of("PATH", folder.resolve("bin").toString(), "XDG_CACHE_HOME", cache.toString()));
        Path built = cache.resolve("tocsin/bin/nats-streaming-server");
        assertThat(binary.find(null)).isEqualTo(built).isExecutable();
        try (Stream<Path> beside = Files.list(built.getParent())) {
            assertThat(beside).containsExactly(built);
        }
    }

    /** Somebody else would start half a program. */
    @Test
    void nobodySeesItBeforeItIsWhole(@TempDir Path folder) throws Exception {
        Path built = folder.resolve("cache/tocsin/bin/nats-streaming-server");
        program(
                folder.resolve("bin/go"),
                """
                echo '#!/bin/sh' > "$GOBIN/nats-streaming-server"
                /bin/chmod +x "$GOBIN/nats-streaming-server"
                [ ! -e '%s' ] || exit 9"""
                        .formatted(built));
        ServerBinary binary = new ServerBinary(Map.of(
                "PATH",
                folder.resolve("bin").toString(),
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString()));
        assertThat(binary.find(null)).isEqualTo(built).isExecutable();
    }

    @Test
    void aFailedBuildShowsGosOutput(@TempDir Path folder) throws Exception {
        program(folder.resolve("bin/go"), "echo no network here; exit 3");
        ServerBinary binary =
                new ServerBinary(Map.of("PATH", folder.resolve("bin").toString(), "XDG_CACHE_HOME", folder.toString()));
        assertThatThrownBy(() -> binary.find(null))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining("ended with code 3")
                .hasMessageContaining("no network here");
    }
}
