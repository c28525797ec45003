package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of the packaged jar. Its output goes to files beside the working folder, and can be read while it runs. */
final class Tocsin implements AutoCloseable {
    /** The longest any single wait of these tests takes before it fails. */
    static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("it.limit", 60));

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Pattern LOG_TIME = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ");
    private static final Pattern STACK_TRACE = Pattern.compile("\\s+at .*|Caused by: .*");

    private final String command;
    private final Process process;
    private final Path out;
    private final Path err;

    private Tocsin(String command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** How a run ended and what it said. */
    record Result(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        List<String> errorLines() {
            return err.lines().toList();
        }

        /** It ended with this code, having said just this on standard error, but for times, and nothing else anywhere. */
        Result refuses(int code, String... lines) {
            assertThat(err.lines().map(line -> LOG_TIME.matcher(line).replaceFirst("")))
                    .containsExactly(lines);
            assertThat(out).isEmpty();
            assertThat(this.code).isEqualTo(code);
            return this;
        }
    }

    /** A run to be. */
    static final class Command {
        private final Path folder;
        private final List<String> arguments;
        private final Map<String, @Nullable String> environment = new TreeMap<>();
        private final List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        private @Nullable Path input;
        private @Nullable Path output;
        private boolean pipe;
        private boolean accounts = true;
        private List<String> wrapper = List.of();

        Command(Path folder, List<String> arguments) {
            this.folder = folder;
            this.arguments = arguments;
        }

        /** Sets an environment variable, or removes it. */
        Command with(String name, @Nullable String value) {
            environment.put(name, value);
            return this;
        }

        /** The most memory its objects may take, as in {@code 64m}. */
        Command heap(String most) {
            options.add("-Xmx" + most);
            return this;
        }

        /** An option of the JVM. */
        Command option(String option) {
            options.add(option);
            return this;
        }

        /** Where it puts what it needs for its own run. */
        Command temporaryFolder(String folder) {
            options.add("-Djava.io.tmpdir=" + folder);
            return this;
        }

        /** What it reads on standard input. */
        Command reading(Path file) {
            input = file;
            return this;
        }

        /** Standard output goes there instead; then {@link Tocsin#output} is empty. */
        Command writing(Path file) {
            output = file;
            return this;
        }

        /** Standard input is written by the test, see {@link Tocsin#input}. */
        Command reading() {
            pipe = true;
            return this;
        }

        /** As somebody to whom permissions apply: root without its power over files, anybody else as he is. */
        Command unprivileged() {
            boolean root = "root".equals(System.getProperty("user.name"));
            wrapper = root ? List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all", "--") : List.of();
            return this;
        }

        /** Started by this command, which gets the whole of it as arguments. */
        Command inside(String... command) {
            wrapper = List.of(command);
            accounts = false;
            return this;
        }

        /** As on a terminal, where Ctrl-C reaches all children too; the children of a build in the background would ignore it. */
        Command interruptible() {
            wrapper = List.of("setsid", "env", "--default-signal=INT");
            return this;
        }

        /** Hears SIGHUP, also where the build was started with nohup and its children would ignore it. */
        Command hearingHangUps() {
            wrapper = List.of("env", "--default-signal=HUP");
            return this;
        }

        Tocsin start() throws IOException {
            int number = NUMBER.incrementAndGet();
            Path out = folder.resolveSibling(folder.getFileName() + "." + number + ".out");
            Path err = folder.resolveSibling(folder.getFileName() + "." + number + ".err");
            List<String> command = new ArrayList<>(wrapper);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.add("-Dsun.misc.unsafe.memory.access=allow"); // as the launcher
            command.addAll(List.of("-jar", String.valueOf(System.getProperty("tocsin.jar"))));
            command.addAll(arguments);
            Files.createFile(out);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output == null ? out.toFile() : output.toFile())
                    .redirectError(err.toFile());
            if (!pipe) {
                builder.redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile());
            }
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("JDK_JAVA"));
            environment.forEach((name, value) -> {
                if (value == null) {
                    builder.environment().remove(name);
                } else {
                    builder.environment().put(name, value);
                }
            });
            return new Tocsin(accounts && !arguments.isEmpty() ? arguments.get(0) : "", builder.start(), out, err);
        }

        /** Runs it to its end. */
        Result run() throws Exception {
            try (Tocsin tocsin = start()) {
                return tocsin.finish();
            }
        }
    }

    /** Waits for the end. Whatever happened, nobody may be shown a stack trace, and a clean end accounts for everything. */
    Result finish() throws Exception {
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended).as("it ends within %s; it said%n%s", LIMIT, error()).isTrue();
        Result result = new Result(process.exitValue(), output(), error());
        assertThat(result.err().lines())
                .as("lines of a stack trace")
                .noneMatch(line -> STACK_TRACE.matcher(line).matches());
        Equations.hold(command, result);
        return result;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Standard output so far. */
    String output() {
        return text(out);
    }

    /** Standard output as it grows. */
    Growing growing() throws IOException {
        return new Growing(out);
    }

    /** Standard error so far. */
    String error() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until standard error holds the text. */
    Tocsin says(String text) {
        return until("says '" + text + "'", () -> error().contains(text));
    }

    /** Waits until the condition holds; fails at once where the process ends before. */
    Tocsin until(String what, Callable<Boolean> condition) {
        try {
            await(what).atMost(LIMIT).pollInterval(LOOK).until(() -> condition.call() || !process.isAlive());
            assertThat(condition.call())
                    .as("%s; instead it ended, having said%n%s", what, error())
                    .isTrue();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": not within " + LIMIT + "; it said\n" + error(), e);
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
        return this;
    }

    /** Waits until the condition holds or the process has ended. */
    void untilEndOr(String what, Callable<Boolean> condition) {
        try {
            await(what).atMost(LIMIT).pollInterval(LOOK).until(() -> !process.isAlive() || condition.call());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": not within " + LIMIT + "; it said\n" + error(), e);
        }
    }

    /** Where a test writes standard input. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** Ends it as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** SIGTERM. */
    Tocsin terminate() {
        process.destroy();
        return this;
    }

    /** SIGINT, as Ctrl-C sends it: to all processes of the terminal. For {@link Command#interruptible}. */
    Tocsin interrupt() throws Exception {
        Process kill = new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start();
        assertThat(kill.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return this;
    }

    /** What its threads do at this moment; empty where it cannot be asked yet. */
    String stack() throws Exception {
        Path answer = Files.createTempFile(out.getParent(), "stack", ".txt");
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        assertThat(jcmd.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return Files.readString(answer);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
