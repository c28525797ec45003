package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nats.client.NKey;
import io.tocsin.nats.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with a client's certificate, its key and an nkey, and is said of the key in the settings. */
class ClientCertificateTest {
    @TempDir
    private static Path folder = Path.of("");

    private static List<Path> client = List.of();
    private static List<Path> other = List.of();
    private static List<Path> rsa = List.of();

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates authority = new Certificates(folder, "ours");
        client = authority.client("client");
        other = authority.client("other");
        rsa = authority.rsaClient("rsa");
    }

    private static String settings(Path certificate, Path key) {
        return "log:\n  tls:\n    certificate: " + certificate + "\n    key: " + key + "\n";
    }

    private static String problem(String text) {
        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> SettingsLoader.parse("t.yaml", text, folder, name -> null));
        assertThat(e).as(text).isNotNull();
        return String.valueOf(e.getMessage());
    }

    private static Path key(String name, String label, String body) throws Exception {
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    @Test
    void filesAreLookedAtAgainThoughTheSettingsAreTheSame(@TempDir Path own) throws Exception {
        Path certificate = Files.copy(client.get(0), own.resolve("certificate.pem"));
        Path key = Files.copy(client.get(1), own.resolve("key.pem"));
        Path file = Files.writeString(own.resolve("tocsin.yaml"), settings(certificate, key));
        SettingsFile settings = new SettingsFile(file, name -> null);
        assertThat(settings.read().log().tls()).isEqualTo(new Settings.Tls(null, certificate, key));
        Files.copy(other.get(1), key, StandardCopyOption.REPLACE_EXISTING);
        ConfigException e = catchThrowableOfType(ConfigException.class, settings::read);
        assertThat(e).hasMessageContaining("log.tls.key cannot be used");
    }

    @Test
    void ellipticCurvesAndRsaAreRead() throws Exception {
        for (List<Path> pair : List.of(client, rsa)) {
            Settings settings =
                    SettingsLoader.parse("t.yaml", settings(pair.get(0), pair.get(1)), folder, name -> null);
            assertThat(settings.log().tls()).isEqualTo(new Settings.Tls(null, pair.get(0), pair.get(1)));
        }
    }

    @Test
    void textAroundTheBlocksDoesNoHarm() throws Exception {
        Path chatty = Files.writeString(
                folder.resolve("chatty.key"), "Bag Attributes\n" + Files.readString(client.get(1)) + "\n# end\n");
        assertThat(SettingsLoader.parse("t.yaml", settings(client.get(0), chatty), folder, name -> null))
                .isNotNull();
    }

    @Test
    void aCertificateThatCannotBeUsedIsReportedAtItsKey() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path damaged = key("damaged.pem", "CERTIFICATE", "AAAA");
        assertThat(problem(settings(folder.resolve("none.pem"), client.get(1))))
                .isEqualTo("t.yaml:3:5: log.tls.certificate cannot be used: cannot read " + folder
                        + "/none.pem: no such file");
        assertThat(problem(settings(folder, client.get(1))))
                .startsWith("t.yaml:3:5: log.tls.certificate cannot be used")
                .endsWith("it is a folder");
        assertThat(problem(settings(empty, client.get(1)))).endsWith("empty.pem has no certificate in it");
        assertThat(problem(settings(damaged, client.get(1))))
                .endsWith("damaged.pem holds no certificates that can be read");
    }

    @Test
    void aKeyThatCannotBeUsedIsReportedAtItsKeyAndNeverShown() throws Exception {
        String body = Files.readString(client.get(1))
                .replaceAll("-----[A-Z ]+-----", "")
                .strip();
        record Case(Path key, String end) {}
        for (Case each : List.of(
                new Case(folder.resolve("none.key"), "none.key: no such file"),
                new Case(client.get(0), "has no private key (PEM, PKCS#8) in it, but CERTIFICATE"),
                new Case(key("old.key", "EC PRIVATE KEY", body), "openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"),
                new Case(key("locked.key", "ENCRYPTED PRIVATE KEY", body), "-nocrypt -in OLD -out NEW"),
                new Case(key("cut.key", "PRIVATE KEY", body.substring(0, 40)), "it is damaged or of another kind"),
                new Case(rsa.get(1), "it is damaged or of another kind"),
                new Case(other.get(1), "is the key of another certificate"))) {
            assertThat(problem(settings(client.get(0), each.key())))
                    .startsWith("t.yaml:4:5: log.tls.key cannot be used: ")
                    .endsWith(each.end())
                    .doesNotContain(body.substring(0, 20));
        }
        assertThat(problem(settings(client.get(0), folder.resolve("locked.key"))))
                .contains("locked.key is encrypted");
        assertThat(problem(settings(client.get(0), folder.resolve("old.key")))).contains("is not PKCS#8");
    }

    @Test
    void offlineTheFilesAreNotLookedAt() throws Exception {
        Path file = Files.writeString(
                folder.resolve("offline.yaml"), settings(folder.resolve("none.pem"), folder.resolve("none.key")));
        assertThat(SettingsLoader.loadOffline(file, name -> null)).isNotNull();
    }

    @Test
    void theSeedsOfUsersAreTakenAndNothingElse() throws Exception {
        NKey user = NKey.createUser(new SecureRandom());
        String seed = new String(user.getSeed());
        Settings settings = SettingsLoader.parse("t.yaml", "log: { nkey: " + seed + " }", folder, name -> null);
        assertThat(settings.log().nkey()).isEqualTo(new Secret(seed));
        assertThat(settings.toString()).doesNotContain(seed);

        assertThat(problem("log: { nkey: " + new String(user.getPublicKey()) + " }"))
                .isEqualTo("t.yaml:1:8: log.nkey is the public key of a user: give the seed, which begins with SU");
        String account = new String(NKey.createAccount(new SecureRandom()).getSeed());
        assertThat(problem("log: { nkey: " + account + " }"))
                .contains("is not the seed of a user's nkey")
                .doesNotContain(account);
    }

    @Test
    void everySingleWrongLetterOfASeedIsNoticed() throws Exception {
        String seed = new String(NKey.createUser(new SecureRandom()).getSeed());
        assertThat(NkeySeed.problem(seed)).isNull();
        // The last letter carries no more than the checksum's last three bits.
        IntStream.range(2, seed.length() - 1).forEach(i -> {
            String wrong = seed.substring(0, i) + (seed.charAt(i) == 'A' ? 'B' : 'A') + seed.substring(i + 1);
            assertThat(NkeySeed.problem(wrong))
                    .as(wrong)
                    .isEqualTo("is a seed with a mistake: its checksum does not fit");
        });
        assertThat(seed.getBytes(StandardCharsets.US_ASCII)).hasSize(58);
    }
}
