package io.tocsin.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys out of PEM files. What is wrong is said of the file; nothing of a key is ever shown. */
public final class PemFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String TO_PKCS8 = "; convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

    private PemFile() {}

    /**
     * All certificates of a file, at least one.
     *
     * @throws IOException with what is wrong, after the file's name
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] text = read(file);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate found :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text))) {
                certificates.add((X509Certificate) found);
            }
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificates that can be read", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " has no certificate in it");
        }
        return List.copyOf(certificates);
    }

    /**
     * The private key of a certificate: EC or RSA, PKCS#8, not encrypted.
     *
     * @throws IOException with what is wrong, after the file's name
     */
    public static PrivateKey privateKey(Path file, X509Certificate certificate) throws IOException {
        Matcher block = BLOCK.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
        String others = "";
        while (block.find()) {
            String kind = block.group(1);
            if (kind.equals("PRIVATE KEY")) {
                return parsed(file, block.group(2), certificate.getPublicKey());
            }
            if (kind.equals("ENCRYPTED PRIVATE KEY")) {
                throw new IOException(file + " is encrypted, and there is nobody to ask for the passphrase" + TO_PKCS8);
            }
            if (kind.endsWith(" PRIVATE KEY")) {
                throw new IOException(file + " holds " + kind + ", which is not PKCS#8" + TO_PKCS8);
            }
            others = ", but " + kind;
        }
        throw new IOException(file + " has no private key (PEM, PKCS#8) in it" + others);
    }

    private static PrivateKey parsed(Path file, String base64, PublicKey owner) throws IOException {
        String algorithm = owner.getAlgorithm();
        if (!algorithm.equals("EC") && !algorithm.equals("RSA")) {
            throw new IOException(file + " cannot go with a certificate for a key of kind " + algorithm
                    + ": only EC and RSA can be used");
        }
        try {
            PrivateKey key = KeyFactory.getInstance(algorithm)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            if (isPair(key, owner)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The reason may quote the key; and what it means is the same to who reads it.
            throw new IOException(file + " holds no " + algorithm
                    + " key that can be read, as the certificate asks for: it is damaged or of another kind");
        }
        throw new IOException(file + " is the key of another certificate");
    }

    private static boolean isPair(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
        byte[] sample = {1, 2, 3};
        Signature signature =
                Signature.getInstance(owner.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(sample);
        return signature.verify(signed);
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + Placeholders.reason(file, e), e);
        }
    }
}
