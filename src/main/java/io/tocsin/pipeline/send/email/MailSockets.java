package io.tocsin.pipeline.send.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes JavaMail use {@link LimitedSocket}s, whose thread an interrupt frees at once. JavaMail asks a plain factory for an
 * unconnected socket, and an encrypting one for a layer over a connected one; nothing else is called. They are two, since it
 * takes whatever is an {@link SSLSocketFactory} for encrypted, also where a plain one is asked for.
 */
final class MailSockets {
    private MailSockets() {}

    static SocketFactory plain(Duration timeout) {
        return new Plain(timeout);
    }

    static SSLSocketFactory encrypted(SSLSocketFactory trust, Duration timeout) {
        return new Encrypted(trust, timeout);
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("JavaMail does not connect this way");
    }

    private static final class Plain extends SocketFactory {
        private final Duration timeout;

        Plain(Duration timeout) {
            this.timeout = timeout;
        }

        @Override
        public Socket createSocket() throws IOException {
            return new LimitedSocket(SocketChannel.open().socket(), timeout);
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw unused();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw unused();
        }
    }

    private static final class Encrypted extends SSLSocketFactory {
        private final SSLSocketFactory trust;
        private final Duration timeout;

        Encrypted(SSLSocketFactory trust, Duration timeout) {
            this.trust = trust;
            this.timeout = timeout;
        }

        @Override
        public Socket createSocket(Socket beneath, String host, int port, boolean autoClose) throws IOException {
            Socket limited = beneath instanceof LimitedSocket ? beneath : new LimitedSocket(beneath, timeout);
            return trust.createSocket(limited, host, port, autoClose);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return trust.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return trust.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw unused();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw unused();
        }
    }
}
