package io.tocsin.nats;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a server gave up an encrypted connection. With TLS 1.3 it judges the client's certificate when the client
 * thinks that all is well; the client library then only notices that no answer comes.
 */
final class TlsProbe {
    private static final int WAIT_MS = 2_000;
    private static final int DEFAULT_PORT = 4222;
    private static final int MOST_INFO = 1 << 16;

    private TlsProbe() {}

    /** What the server says against the encryption, or null where it says nothing. */
    static @Nullable SSLException objection(String url, SSLContext context) {
        try (Socket plain = new Socket()) {
            URI uri = URI.create(url.contains("://") ? url : "nats://" + url);
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            plain.connect(new InetSocketAddress(uri.getHost(), port), WAIT_MS);
            plain.setSoTimeout(WAIT_MS);
            skipInfo(plain.getInputStream());
            try (Socket tls = context.getSocketFactory().createSocket(plain, uri.getHost(), port, true)) {
                tls.getInputStream().read(); // the server waits for us, if it is content
            }
            return null;
        } catch (SSLException e) {
            return e;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The line that the server begins with, before the encryption. */
    private static void skipInfo(InputStream in) throws IOException {
        int length = 0;
        for (int next = in.read(); next != '\n' && next >= 0 && length < MOST_INFO; next = in.read()) {
            length++;
        }
    }
}
