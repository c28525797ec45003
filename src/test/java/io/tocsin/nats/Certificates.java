package io.tocsin.nats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority with certificates of servers and clients for the tests, made with the JDK's keytool. */
public final class Certificates {
    private static final String PASSWORD = "changeit";
    private static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");

    private final Path folder;
    private final String name;

    /** A new authority. */
    public Certificates(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        generate(EC, "-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c=ca:true");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", ca().toString());
    }

    /** The authority's certificate, PEM. */
    public Path ca() {
        return folder.resolve(name + "-ca.pem");
    }

    /** A certificate for this host name, such as {@code dns:localhost}; returns certificate and key, PEM. */
    public List<Path> server(String subjectName) throws Exception {
        return issue("server" + subjectName.replaceAll("[^a-z0-9]", ""), EC, "-ext", "san=" + subjectName);
    }

    /** A client's certificate; returns certificate and key, PEM. */
    public List<Path> client(String name) throws Exception {
        return issue(name, EC);
    }

    /** The same with an RSA key. */
    public List<Path> rsaClient(String name) throws Exception {
        return issue(name, RSA);
    }

    private List<Path> issue(String alias, List<String> algorithm, String... extension) throws Exception {
        Path request = folder.resolve(name + alias + ".csr");
        Path certificate = folder.resolve(name + alias + ".pem");
        Path key = folder.resolve(name + alias + ".key");
        generate(algorithm, "-alias", alias, "-dname", "CN=" + alias);
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        List<String> sign = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", "ca", "-validity", "2"));
        sign.addAll(List.of("-infile", request.toString(), "-outfile", certificate.toString()));
        sign.addAll(List.of(extension));
        keytool(sign.toArray(String[]::new));
        KeyStore store = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
        Key secret = store.getKey(alias, PASSWORD.toCharArray());
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded());
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
        return List.of(certificate, key);
    }

    private void generate(List<String> algorithm, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-validity", "2"));
        command.addAll(algorithm);
        command.addAll(List.of(arguments));
        keytool(command.toArray(String[]::new));
    }

    private Path store() {
        return folder.resolve(name + ".p12");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path output = folder.resolve(name + "-keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + Files.readString(output));
        }
    }
}
