package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A folder as a user has it: {@code config/tocsin.yaml}, {@code epl/} and whatever tocsin makes there. */
final class Workspace {
    /** The repository, where the build runs. */
    static final Path REPOSITORY = Path.of("").toAbsolutePath();

    private final Path folder;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    /** An empty one with a config that changes nothing. */
    static Workspace in(Path parent) throws IOException {
        return in(parent, "work");
    }

    static Workspace in(Path parent, String name) throws IOException {
        Workspace made = new Workspace(Files.createDirectories(parent.resolve(name)));
        Files.createDirectories(made.path("epl"));
        return made.config("log: {}\n");
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Workspace config(String yaml) throws IOException {
        return write("config/tocsin.yaml", yaml);
    }

    /** Reads the channel {@code sensors} of this server from its beginning, and rings on {@code alerts}. */
    Workspace service(StreamingServer server, String alerts, String more) throws IOException {
        return config(
                """
                log:
                  url: %s
                  monitor: %s
                  client: %s
                  start: beginning
                  watchdog: 1 s
                state: { folder: ../state }
                %s
                sinks:
                  nats: { channel: %s }
                  retry: { first: 50 ms, most: 500 ms }
                """
                        .formatted(server.url(), server.monitor(), "of-" + alerts, more, alerts));
    }

    /** After {@link #service}: reads this channel. */
    Workspace channel(String name) throws IOException {
        String yaml = Files.readString(path("config/tocsin.yaml"));
        return config(yaml.replaceFirst("log:\n", "log:\n  channel: " + name + "\n"));
    }

    /** Puts a rule file in its place in one move, as editors do. */
    Workspace rule(String name, String epl) throws IOException {
        return write("epl/" + name, epl);
    }

    Workspace removeRule(String name) throws IOException {
        Files.delete(path("epl/" + name));
        return this;
    }

    /** The rules of the repository. */
    Workspace shippedRules() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("epl"))) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, path("epl").resolve(file.getFileName()));
            }
        }
        return this;
    }

    /** One file of the rules of the repository. */
    Workspace shippedRule(String name) throws IOException {
        Files.copy(REPOSITORY.resolve("epl").resolve(name), path("epl").resolve(name));
        return this;
    }

    /** Writes a file of lines. */
    Path lines(String name, List<String> lines) throws IOException {
        return Files.write(path(name), lines);
    }

    /** Publishes so many messages of the {@link Plant}, and its end behind them. */
    void publishPlant(int messages, long seed) throws Exception {
        List<String> lines = new ArrayList<>(Plant.lines(messages, seed));
        lines.add(Plant.end(messages));
        Path file = lines("plant.ndjson", lines);
        Tocsin.Result published = tocsin("publish", file.toString()).run();
        assertThat(published.code()).as(published.err()).isZero();
    }

    Workspace write(String name, String text) throws IOException {
        Path target = path(name);
        Path draft = path(target.getFileName() + ".draft");
        Files.createDirectories(target.getParent());
        Files.writeString(draft, text);
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    /** A run in this folder. */
    Tocsin.Command tocsin(String... arguments) {
        return new Tocsin.Command(folder, new ArrayList<>(Arrays.asList(arguments)));
    }
}
