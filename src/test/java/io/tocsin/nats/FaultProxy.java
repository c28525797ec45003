package io.tocsin.nats;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy before a NATS server that makes trouble when told to: connections that break, hang, crawl or are refused,
 * and messages that vanish, as they do where servers of a cluster lose each other. Safe for any thread.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CHUNK = 8192;

    private final ServerSocket listener;
    private final int target;
    private final Set<Pair> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger toLose = new AtomicInteger();
    private volatile boolean refusing;

    // Guarded by this.
    private long pauseMs;

    /** To this port on loopback. */
    public FaultProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("test-proxy-accept", this::accept);
    }

    /** The address for clients. */
    public String url() {
        return "nats://127.0.0.1:" + listener.getLocalPort();
    }

    /** Breaks every connection that is open now. */
    public void cut() {
        open.forEach(Pair::close);
    }

    /** Breaks every connection and refuses new ones, until {@link #heal}. */
    public void refuse() {
        refusing = true;
        cut();
    }

    /** Every connection that is open now stays so, but nothing comes through, until {@link #heal}; new ones work. */
    public synchronized void stall() {
        open.forEach(pair -> pair.stalled = true);
    }

    /** Whatever comes through, one message from the server at a time, is held up by so many ms, until {@link #heal}. */
    public synchronized void slow(long ms) {
        pauseMs = ms;
    }

    /** The next messages from the server vanish. */
    public void lose(int messages) {
        toLose.set(messages);
    }

    /** Ends all trouble; what hung goes on where it was. */
    public synchronized void heal() {
        refusing = false;
        pauseMs = 0;
        open.forEach(pair -> pair.stalled = false);
        notifyAll();
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing || !connect(client)) {
                    client.close();
                }
            } catch (IOException e) {
                cut(); // closed: nothing may go on
            }
        }
    }

    /** Whether the server takes it. */
    private boolean connect(Socket client) {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            return false;
        }
        Pair pair = new Pair(client, server);
        open.add(pair);
        start("test-proxy-up", () -> copy(pair, client, server, FaultProxy::chunk));
        start("test-proxy-down", () -> copy(pair, server, client, in -> kept(NatsFrame.read(in))));
        return true;
    }

    private static byte[] chunk(InputStream in) throws IOException {
        byte[] buffer = new byte[CHUNK];
        int length = Math.max(0, in.read(buffer));
        return Arrays.copyOf(buffer, length);
    }

    private byte[] kept(NatsFrame frame) {
        boolean lost = frame.isMessage() && toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        return lost ? NatsFrame.NOTHING : frame.bytes();
    }

    /** What comes through in one go; empty at the end. */
    private interface Part {
        byte[] next(InputStream in) throws IOException;
    }

    private void copy(Pair pair, Socket from, Socket to, Part part) {
        try {
            InputStream in = new BufferedInputStream(from.getInputStream(), CHUNK);
            OutputStream out = to.getOutputStream();
            for (byte[] bytes = part.next(in); bytes.length > 0; bytes = part.next(in)) {
                pass(pair);
                if (bytes != NatsFrame.NOTHING) {
                    out.write(bytes);
                }
            }
            pass(pair);
        } catch (IOException e) {
            return; // cut, or one side has closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pair.close();
        }
    }

    private synchronized void pass(Pair pair) throws InterruptedException {
        while (pair.stalled && !pair.client.isClosed()) {
            wait();
        }
        long end = System.nanoTime() + pauseMs * 1_000_000;
        for (long left = pauseMs; left > 0 && pauseMs > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private final class Pair {
        private final Socket client;
        private final Socket server;
        private volatile boolean stalled;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void close() {
            open.remove(this);
            try (client;
                    server) {
                client.setSoLinger(true, 0); // a break, not a goodbye
                server.setSoLinger(true, 0);
            } catch (IOException e) {
                return; // closed already
            }
            synchronized (FaultProxy.this) {
                FaultProxy.this.notifyAll();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
