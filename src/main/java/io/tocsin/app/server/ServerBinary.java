package io.tocsin.app.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the program {@code nats-streaming-server}, or builds it with Go into the user's cache folder. */
final class ServerBinary {
    static final String VERSION = "0.25.6";
    static final String ENVIRONMENT = "TOCSIN_NATS_STREAMING_SERVER";

    private static final Logger log = LoggerFactory.getLogger(ServerBinary.class);
    private static final String NAME = "nats-streaming-server";
    private static final String MODULE = "github.com/nats-io/nats-streaming-server@v" + VERSION;
    private static final long BUILD_MINUTES = 5;
    private static final int OUTPUT_SHOWN = 2_000;

    private final Map<String, String> environment;

    ServerBinary(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The program: as given, from the environment variable, the PATH, the cache folder, or freshly built, in this order. */
    Path find(@Nullable Path given) throws ServerUnavailableException, InterruptedException {
        if (given != null) {
            return required(given, "the path given");
        }
        String named = environment.get(ENVIRONMENT);
        if (named != null && !named.isBlank()) {
            return required(Path.of(named), ENVIRONMENT);
        }
        Path onPath = onPath(NAME);
        if (onPath != null) {
            return onPath;
        }
        Path cached = cache().resolve(NAME + suffix());
        return Files.isExecutable(cached) ? cached : build(cached);
    }

    private static Path required(Path path, String source) throws ServerUnavailableException {
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            throw new ServerUnavailableException(
                    source + " names " + path + ", which is not a program; it must be " + NAME + " v" + VERSION);
        }
        return path.toAbsolutePath();
    }

    /** What to put before a program so that Ctrl-C on this one's terminal does not reach it; nothing where there is no such tool. */
    List<String> apartFromTheTerminal() {
        Path setsid = onPath("setsid");
        return setsid == null ? List.of() : List.of(setsid.toString());
    }

    private @Nullable Path onPath(String program) {
        String path = environment.getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (folder.isEmpty()) {
                continue;
            }
            Path candidate = Path.of(folder, program + suffix());
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static String suffix() {
        return File.separatorChar == '\\' ? ".exe" : "";
    }

    private Path cache() {
        String xdg = environment.get("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")), ".cache")
                : Path.of(xdg);
        return base.resolve("tocsin").resolve("bin").toAbsolutePath();
    }

    private Path build(Path target) throws ServerUnavailableException, InterruptedException {
        Path go = onPath("go");
        if (go == null) {
            throw new ServerUnavailableException(
                    "there is no " + NAME + " on the PATH, and no Go to build it with. Install "
                            + NAME + " v" + VERSION + " and put it on the PATH or name it in " + ENVIRONMENT
                            + "; or install Go 1.20 or newer, and it is built into " + target.getParent());
        }
        log.info(
                "Building {} v{} into {}; this is done once and takes about a minute",
                NAME,
                VERSION,
                target.getParent());
        Path folder = null;
        try {
            Files.createDirectories(target.getParent());
            folder = Files.createTempDirectory(target.getParent(), "build-");
            Path built = folder.resolve(target.getFileName());
            run(new ProcessBuilder(List.of(go.toString(), "install", MODULE)), built, folder.resolve("output"));
            // Another process may be looking for it, or building it too.
            Files.move(built, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ServerUnavailableException(NAME + " could not be built into " + target.getParent() + ": " + e);
        } finally {
            delete(folder);
        }
        return target;
    }

    private void run(ProcessBuilder install, Path target, Path output)
            throws IOException, ServerUnavailableException, InterruptedException {
        install.environment().put("GOBIN", String.valueOf(target.getParent()));
        Process process = install.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
                .redirectOutput(output.toFile())
                .start();
        boolean ended = false;
        try {
            ended = process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES);
        } finally {
            if (!ended) {
                new ArrayList<>(process.descendants().toList()).forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        if (!ended || process.exitValue() != 0 || !Files.isExecutable(target)) {
            String why = ended ? "ended with code " + process.exitValue() : "took over " + BUILD_MINUTES + " minutes";
            throw new ServerUnavailableException(
                    "'go install " + MODULE + "' " + why + "; its output: " + tail(output) + ". Install " + NAME + " v"
                            + VERSION + " yourself and put it on the PATH or name it in " + ENVIRONMENT);
        }
    }

    private static String nullDevice() {
        return File.separatorChar == '\\' ? "NUL" : "/dev/null";
    }

    static String tail(Path output) {
        try {
            String text = Files.readString(output).strip();
            return text.substring(Math.max(0, text.length() - OUTPUT_SHOWN));
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder != null) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(folder);
            } catch (IOException e) {
                log.debug("temporary folder {} stays", folder, e);
            }
        }
    }
}
