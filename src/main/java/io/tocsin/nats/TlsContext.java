package io.tocsin.nats;

import io.tocsin.config.PemFile;
import io.tocsin.config.Settings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS that trusts the given authorities, or the Java runtime's, always verifies the server's host name, and shows the
 * client's certificate to a server that asks for one.
 */
final class TlsContext {
    private TlsContext() {}

    static SSLContext create(Settings.Tls tls) throws ConnectFailedException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(tls), new TrustManager[] {new HostNameVerifier(trust(tls.ca()))}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw refused("log.tls: no encryption with this Java runtime (" + Reasons.of(e) + ")");
        }
    }

    private static X509ExtendedTrustManager trust(@Nullable Path ca)
            throws GeneralSecurityException, ConnectFailedException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        try {
            trust.init(ca == null ? null : authorities(ca));
        } catch (IOException e) {
            throw refused("log.tls.ca: " + e.getMessage() + "; it must be a PEM file that this user may read");
        }
        return extended(trust);
    }

    private static KeyStore authorities(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate certificate : PemFile.certificates(ca)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return store;
    }

    /** The client's certificate, or null where none is set. */
    private static KeyManager @Nullable [] identity(Settings.Tls tls)
            throws GeneralSecurityException, ConnectFailedException {
        Path certificate = tls.certificate();
        Path key = tls.key();
        if (certificate == null || key == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        try {
            X509Certificate[] chain = PemFile.certificates(certificate).toArray(X509Certificate[]::new);
            KeyStore store = empty();
            store.setKeyEntry("client", PemFile.privateKey(key, chain[0]), new char[0], chain);
            factory.init(store, new char[0]);
        } catch (IOException e) {
            throw refused("log.tls.certificate and log.tls.key: " + e.getMessage());
        }
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static ConnectFailedException refused(String message) {
        return new ConnectFailedException(ConnectFailedException.Kind.REFUSED, message);
    }

    private static X509ExtendedTrustManager extended(TrustManagerFactory factory) throws GeneralSecurityException {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager in this Java runtime");
    }

    /** The NATS client sets no endpoint identification on its sockets, so it is set where the certificate is checked. */
    private static final class HostNameVerifier extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager trust;

        HostNameVerifier(X509ExtendedTrustManager trust) {
            this.trust = trust;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            if (!(socket instanceof SSLSocket tls)) {
                throw new CertificateException("the host name cannot be verified on this connection");
            }
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            trust.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("the host name cannot be verified on this connection");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("the host name cannot be verified on this connection");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            trust.checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateException {
            trust.checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            trust.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}
