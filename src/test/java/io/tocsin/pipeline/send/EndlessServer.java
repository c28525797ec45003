package io.tocsin.pipeline.send;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A server on loopback that says a beginning to whoever connects, and then the same thing again and again. */
public final class EndlessServer implements AutoCloseable {
    /** More bytes than the largest message has and the buffers between two sockets hold. */
    static final long MUCH = 96L << 20;

    private final ServerSocket listener;
    private final String beginning;
    private final byte[] again;
    private final long pauseMs;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong said = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    private EndlessServer(String beginning, String again, long pauseMs) throws IOException {
        this.beginning = beginning;
        this.again = again.getBytes(StandardCharsets.ISO_8859_1);
        this.pauseMs = pauseMs;
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        start("endless-server", this::accept);
    }

    /** Says it as fast as it is taken. */
    public static EndlessServer fast(String beginning, String again) throws IOException {
        return new EndlessServer(beginning, again.repeat(Math.max(1, 8192 / again.length())), 0);
    }

    /** Says it often enough that no wait for the next byte is long. */
    public static EndlessServer slow(String beginning, String again) throws IOException {
        return new EndlessServer(beginning, again, 50);
    }

    /** Says nothing. */
    public static EndlessServer silent() throws IOException {
        return new EndlessServer("", "", 50);
    }

    public int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    long said() {
        return said.get();
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                start("endless-server-talks", () -> talk(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            while (!closed.await(pauseMs, TimeUnit.MILLISECONDS)) {
                out.write(again);
                said.addAndGet(again.length);
            }
        } catch (IOException e) {
            return; // the client has had enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public String toString() {
        String what = new String(again, 0, Math.min(again.length, 20), StandardCharsets.ISO_8859_1).strip();
        return "'" + beginning.strip() + "', then '" + what + "' again and again" + (pauseMs > 0 ? ", slowly" : "");
    }
}
