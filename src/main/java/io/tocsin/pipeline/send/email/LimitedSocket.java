package io.tocsin.pipeline.send.email;

import com.sun.mail.util.WriteTimeoutSocket;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a mail server that may not talk for ever: what it says between two of our lines must end within the
 * timeout, and within {@value #MAX_REPLY} bytes. JavaMail itself limits only the wait for the next byte, and keeps all of a
 * reply in memory.
 */
final class LimitedSocket extends WriteTimeoutSocket {
    private static final int MAX_REPLY = 256 * 1024;

    private final long limit;
    private long lastSent = System.nanoTime();
    private int received;

    /** @param socket whose streams and settings are used from now on through this one alone */
    LimitedSocket(Socket socket, Duration timeout) throws IOException {
        super(socket, Math.toIntExact(timeout.toMillis()));
        limit = timeout.toNanos();
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        super.connect(address, timeout);
        sent();
    }

    private void sent() {
        lastSent = System.nanoTime();
        received = 0;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                long left = limit - (System.nanoTime() - lastSent);
                if (left <= 0) {
                    throw new SocketTimeoutException("Read timed out: the reply does not end");
                }
                if (received >= MAX_REPLY) {
                    throw new IOException("the reply has more than " + MAX_REPLY + " bytes");
                }
                setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                int read = super.read(bytes, offset, length);
                received += Math.max(0, read);
                return read;
            }
        };
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                sent();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                sent();
            }
        };
    }
}
