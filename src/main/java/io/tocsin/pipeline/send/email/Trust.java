package io.tocsin.pipeline.send.email;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Encrypted sockets that trust the authorities of one PEM file. */
final class Trust {
    private Trust() {}

    static SSLSocketFactory only(Path pem) throws TrustException {
        try {
            InputStream in = new ByteArrayInputStream(Files.readAllBytes(pem));
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw new CertificateException("it holds no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : authorities) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (NoSuchFileException e) {
            throw new TrustException("'" + pem + "' does not exist: name a PEM file with certificates", e);
        } catch (IOException e) {
            throw new TrustException("'" + pem + "' cannot be read (" + e + "): name a readable PEM file", e);
        } catch (GeneralSecurityException e) {
            throw new TrustException(
                    "'" + pem + "' has no usable certificates (" + e.getMessage() + "): name a PEM file", e);
        }
    }
}
