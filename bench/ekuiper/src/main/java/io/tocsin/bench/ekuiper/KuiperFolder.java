package io.tocsin.bench.ekuiper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a kuiperd lives in, with its settings.
 *
 * @param port of its REST API
 */
record KuiperFolder(Path path, int port) {
    /** kuiperd does not start without them. */
    private static final List<String> FOLDERS = List.of(
            "etc/sources", "data", "log", "plugins/sources", "plugins/sinks", "plugins/functions", "plugins/portable");

    /** Reached from this machine only; else as by default. */
    private static final String SETTINGS =
            """
            basic:
              logLevel: warn
              consoleLog: true
              fileLog: false
              timezone: UTC
              ip: 127.0.0.1
              port: %d
              restIp: 127.0.0.1
              restPort: %d
              pprof: false
              prometheus: false
            source:
              httpServerIp: 127.0.0.1
              httpServerPort: %d
            store:
              type: sqlite
              extStateType: sqlite
            """;

    private static final String FILE_SOURCE =
            """
            jsonlines:
              fileType: lines
              path: "%s"
              interval: 0
            """;

    /** Makes it anew. */
    static KuiperFolder create(Path path, Path messages) throws IOException {
        clear(path);
        for (String folder : FOLDERS) {
            Files.createDirectories(path.resolve(folder));
        }
        try (ServerSocket rest = free();
                ServerSocket commands = free();
                ServerSocket push = free()) {
            int port = rest.getLocalPort();
            Files.writeString(
                    path.resolve("etc/kuiper.yaml"),
                    SETTINGS.formatted(commands.getLocalPort(), port, push.getLocalPort()));
            Files.writeString(
                    path.resolve("etc/sources/file.yaml"),
                    FILE_SOURCE.formatted(messages.toAbsolutePath().getParent()));
            return new KuiperFolder(path.toAbsolutePath(), port);
        }
    }

    Path log() {
        return path.resolve("log/kuiperd.log");
    }

    /** Where its rule writes. */
    Path alerts() {
        return path.resolve("alerts.ndjson");
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static void clear(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
