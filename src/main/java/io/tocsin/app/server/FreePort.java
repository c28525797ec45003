package io.tocsin.app.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on loopback for servers that start later, or again at the same port. Port 0 gives one of those that every other
 * port 0 and outgoing connections are given too: until the server listens there, anyone may have it.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    /** Up to 31,999: Linux takes ports for outgoing connections from 32,768 on (ip_local_port_range), others from 49,152. */
    private static final int COUNT = 12_000;

    /** At a place of its own in each process, as several may look at once. */
    private static final AtomicInteger next =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /**
     * One that nobody listens at, and that this process is not given again soon. Thread-safe.
     *
     * @throws IOException if none is free, or loopback cannot be bound
     */
    public static int choose() throws IOException {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = FIRST + Math.floorMod(next.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // taken
            }
        }
        throw new IOException("no port from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free on loopback");
    }
}
