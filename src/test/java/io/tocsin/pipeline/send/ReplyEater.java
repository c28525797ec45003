package io.tocsin.pipeline.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP proxy that can swallow what the server answers to a certain message, which itself gets through. */
final class ReplyEater implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile String trigger = "";
    private volatile boolean eating;

    ReplyEater(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("reply-eater", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From the first bytes on that hold this text, no answer comes back on any connection. */
    void eatAfter(String text) {
        trigger = text;
    }

    /** Answers come through again. */
    void pass() {
        trigger = "";
        eating = false;
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                start("reply-eater-up", () -> up(client, server));
                start("reply-eater-down", () -> down(server, client));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void up(Socket client, Socket server) {
        StringBuilder seen = new StringBuilder();
        byte[] buffer = new byte[8192];
        try (client;
                server) {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                String text = trigger;
                if (!text.isEmpty() && seen.indexOf(text) >= 0) {
                    eating = true;
                }
                seen.delete(0, Math.max(0, seen.length() - 1000));
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            return; // one side has closed
        }
    }

    private void down(Socket server, Socket client) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!eating) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            }
            client.close();
        } catch (IOException e) {
            return; // one side has closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
