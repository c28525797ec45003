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

/** An authority and server certificates of the tests, made with the JDK's keytool. */
public final class Certificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final String name;

    /** A new authority. */
    public Certificates(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c=ca:true");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", ca().toString());
    }

    /** The authority's certificate, PEM. */
    public Path ca() {
        return folder.resolve(name + "-ca.pem");
    }

    /** A certificate for this host name, such as {@code dns:localhost}; returns certificate and key, PEM. */
    public List<Path> server(String subjectName) throws Exception {
        String alias = "server" + subjectName.replaceAll("[^a-z0-9]", "");
        Path request = folder.resolve(name + alias + ".csr");
        Path certificate = folder.resolve(name + alias + ".pem");
        Path key = folder.resolve(name + alias + ".key");
        keytool("-genkeypair", "-alias", alias, "-dname", "CN=server");
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString(),
                "-ext",
                "san=" + subjectName);
        KeyStore store = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
        Key secret = store.getKey(alias, PASSWORD.toCharArray());
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded());
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
        return List.of(certificate, key);
    }

    private Path store() {
        return folder.resolve(name + ".p12");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        if (command.contains("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        }
        if (command.contains("-gencert")) {
            command.addAll(List.of("-validity", "2"));
        }
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
