package io.tocsin.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The packaged product as a process of its own. */
final class Program implements AutoCloseable {
    /** What the launcher starts it with. */
    static final List<String> JAVA_OPTIONS =
            List.of("-XX:+UseParallelGC", "-XX:MaxTenuringThreshold=2", "-XX:MetaspaceSize=128m");

    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it; what it says goes to the file {@code log}. */
    static Program start(Places places, List<String> options, List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Places.java().toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-jar", places.productJar().toString()));
        command.addAll(arguments);
        return new Program(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** What it has said so far. */
    String said() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** Waits until it has said the text. */
    void awaitSaid(String text, long seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!said().contains(text)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the program has not said '" + text + "', see " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Waits for its end, which must be a good one. */
    void awaitEnd(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("the program has not ended well, see " + log);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
