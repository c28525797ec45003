package io.tocsin.app.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A NATS Streaming server process on loopback at free ports, with a file store. It does not outlive this Java process.
 * Not safe for several threads.
 */
public final class StreamingServer implements AutoCloseable {
    /** The version that is looked for and built. */
    public static final String VERSION = ServerBinary.VERSION;

    /** The cluster id of every server started here. */
    public static final String CLUSTER = "tocsin";

    private static final Logger log = LoggerFactory.getLogger(StreamingServer.class);
    private static final long START_SECONDS = 20;
    private static final long STOP_SECONDS = 5;
    private static final long CLOSE_SECONDS = 15;
    private static final long LOOK_MS = 20;
    private static final int ATTEMPTS = 3;
    private static final int HTTP_TIMEOUT_MS = 1_000;
    private static final String READY = "Streaming Server is ready";

    private final List<String> starter;
    private final Path binary;
    private final Path folder;
    private final List<String> extra;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread killer = new Thread(this::killUnlessClosed, "tocsin-streaming-server-stop");
    private int port;
    private int monitorPort;
    private @Nullable Process process;

    private StreamingServer(List<String> starter, Path binary, Path folder, List<String> extra) {
        this.starter = starter;
        this.binary = binary;
        this.folder = folder;
        this.extra = List.copyOf(extra);
    }

    /**
     * Starts a server and waits until it takes clients.
     *
     * @param binary the program, or null to find it: the environment variable {@code TOCSIN_NATS_STREAMING_SERVER}, the
     *     PATH, the user's cache folder, or built there with Go
     * @param folder where it keeps its messages and its output; created if missing
     * @param extra further arguments, such as {@code --max_msgs 100} or {@code --user u --pass p}
     */
    public static StreamingServer start(@Nullable Path binary, Path folder, List<String> extra)
            throws ServerUnavailableException, InterruptedException {
        ServerBinary binaries = new ServerBinary(System.getenv());
        StreamingServer server =
                new StreamingServer(binaries.apartFromTheTerminal(), binaries.find(binary), folder, extra);
        Runtime.getRuntime().addShutdownHook(server.killer);
        try {
            server.startAtFreePorts();
            return server;
        } catch (ServerUnavailableException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void startAtFreePorts() throws ServerUnavailableException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                port = freePort();
                monitorPort = freePort();
                restart();
                return;
            } catch (ServerUnavailableException e) {
                // Another process may have taken the port meanwhile.
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("address already in use")) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() throws ServerUnavailableException {
        try {
            return FreePort.choose();
        } catch (IOException e) {
            throw new ServerUnavailableException("no free port on loopback: " + e);
        }
    }

    public int port() {
        return port;
    }

    /** The address for clients. */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** The address of the monitoring port. */
    public String monitor() {
        return "http://127.0.0.1:" + monitorPort;
    }

    /** The process id, or -1 while it is stopped. */
    public long pid() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    /** Starts the process again, on the same ports and folder; waits until it takes clients. */
    public void restart() throws ServerUnavailableException, InterruptedException {
        kill();
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(
                binary.toString(),
                "-a",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-m",
                Integer.toString(monitorPort),
                "-cid",
                CLUSTER,
                "-st",
                "file",
                "-dir",
                folder.resolve("store").toString()));
        command.addAll(extra);
        Path output = folder.resolve("server.log");
        try {
            Files.createDirectories(folder);
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process = started;
            started.getOutputStream().close();
            awaitReady(started, output);
        } catch (IOException e) {
            throw new ServerUnavailableException("the streaming server " + binary + " could not be started: " + e);
        }
    }

    private void awaitReady(Process started, Path output)
            throws IOException, ServerUnavailableException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!(Files.readString(output).contains(READY) && answersNats() && answersStreaming())) {
            if (started.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                throw new ServerUnavailableException("the streaming server " + binary + " ended at once with code "
                        + started.exitValue() + "; its output: " + ServerBinary.tail(output));
            }
            if (System.nanoTime() > end) {
                kill();
                throw new ServerUnavailableException("the streaming server " + binary + " was not ready within "
                        + START_SECONDS + " s; its output: " + ServerBinary.tail(output));
            }
        }
    }

    private boolean answersNats() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(HTTP_TIMEOUT_MS);
            return new String(in.readNBytes(4), StandardCharsets.US_ASCII).equals("INFO");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answersStreaming() {
        try {
            HttpURLConnection http = (HttpURLConnection)
                    URI.create(monitor() + "/streaming/serverz").toURL().openConnection();
            http.setConnectTimeout(HTTP_TIMEOUT_MS);
            http.setReadTimeout(HTTP_TIMEOUT_MS);
            try {
                return http.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                http.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** At the end of the Java process: whoever uses the server may want it to stop cleanly himself. */
    private void killUnlessClosed() {
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the process as a crash would (kill -9), and waits for its end. Idempotent. */
    public void kill() {
        end(true);
    }

    /** Asks the process to end, and waits for it; the messages stay in the folder. Idempotent. */
    public void stop() {
        end(false);
    }

    private void end(boolean forcibly) {
        Process running = process;
        if (running == null) {
            return;
        }
        if (forcibly) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)
                    && !running.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the streaming server, process {}, does not end", running.pid());
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /** Deletes all messages; only while the process is stopped. */
    public void wipe() throws IOException {
        if (process != null) {
            throw new IllegalStateException("the server is running");
        }
        Path store = folder.resolve("store");
        if (Files.exists(store)) {
            try (Stream<Path> files = Files.walk(store)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Stops the process; the folder stays. Idempotent. */
    @Override
    public void close() {
        stop();
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            log.debug("already shutting down", e);
        }
    }
}
