package io.tocsin.pipeline.send.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server on loopback that answers each line as told and writes down what it hears; an empty answer is silence. */
final class ScriptedSmtp implements AutoCloseable {
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final UnaryOperator<String> answer;

    /** Asks {@code answer} for the greeting too, with an empty line. */
    ScriptedSmtp(UnaryOperator<String> answer) throws IOException {
        this.answer = answer;
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::run, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.add(socket);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                for (String line = ""; line != null; line = in.readLine()) {
                    if (!line.isEmpty()) {
                        heard.add(line);
                    }
                    String reply = answer.apply(line);
                    socket.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
                    if (reply.startsWith("354")) {
                        skipContent(in);
                        socket.getOutputStream().write(answer.apply(".").getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            } catch (IOException e) {
                // the client or the test has gone
            }
        }
    }

    private static void skipContent(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            line = in.readLine();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
