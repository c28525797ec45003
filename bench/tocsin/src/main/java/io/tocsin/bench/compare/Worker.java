package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Measured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A contender in its process, {@link io.tocsin.bench.Worker}; what it says on standard error goes to a file. */
final class Worker implements AutoCloseable {
    private static final ScheduledExecutorService LIMITS = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bench-limits");
        thread.setDaemon(true);
        return thread;
    });

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Path log;

    /** Starts the process; it gets ready meanwhile. */
    Worker(Places places, Engine engine, Job job) throws IOException {
        this(places, engine, job, List.of());
    }

    Worker(Places places, Engine engine, Job job, List<String> java) throws IOException {
        log = Files.createDirectories(places.target().resolve("logs"))
                .resolve((engine + "-" + job.workload()).toLowerCase(Locale.ROOT) + ".log");
        List<String> command = new ArrayList<>();
        command.add(Places.java().toString());
        command.addAll(engine.java());
        command.addAll(java);
        command.addAll(List.of(
                "-cp",
                places.classpath(engine.module()),
                "io.tocsin.bench.Worker",
                engine.className(),
                job.workload().name(),
                job.file().toString(),
                job.rules().toString(),
                job.server().toString()));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Waits until it is ready. */
    void awaitReady() throws IOException {
        answer();
    }

    Measured round() throws IOException {
        beginRound();
        return endRound();
    }

    void beginRound() throws IOException {
        say("round");
    }

    /** Waits for the end of the round that was begun. */
    Measured endRound() throws IOException {
        return Measured.parse(answer());
    }

    /** Its alerts, in order, or nothing where it takes longer than the limit; then the process is ended. */
    Optional<List<String>> alerts(Path file, Duration limit) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> end = LIMITS.schedule(
                () -> {
                    late.set(true);
                    kill();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            say("alerts " + file);
            answer();
            return Optional.of(Files.readAllLines(file));
        } catch (IOException e) {
            if (late.get()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    private void say(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("a contender has ended early, see " + log);
        }
        return line;
    }

    /** With what it has started, which it can no longer end itself. */
    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) { // it has ended already
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
