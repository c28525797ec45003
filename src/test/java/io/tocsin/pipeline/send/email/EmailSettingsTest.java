package io.tocsin.pipeline.send.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.config.Secret;
import io.tocsin.config.Settings;
import io.tocsin.config.Settings.MailSecurity;
import io.tocsin.config.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailSettingsTest {
    private static void open(Settings.Email settings) {
        new EmailSink(settings, Clock.systemUTC()).close();
    }

    private static Settings.Email with(
            String host, MailSecurity security, @Nullable Path ca, @Nullable String user, @Nullable Secret password) {
        return new Settings.Email(
                true,
                host,
                25,
                security,
                ca,
                user,
                password,
                "a@plant.example",
                List.of("b@plant.example"),
                Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ops", "ops@", "@plant.example", "a@b.example, c@d.example", "a b@c.example", "ö@b.example"})
    void aBadAddressIsFoundAtOnce(String address) {
        assertThatThrownBy(() -> open(MailSettings.addresses(address, List.of("ops@plant.example", address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sinks.email.from: '" + address
                        + "' is not a mail address: write one, as in alerts@example.org\n"
                        + "sinks.email.to[1]: '" + address
                        + "' is not a mail address: write one, as in alerts@example.org");
    }

    @Test
    void anAddressMayCarryANameInAnyScript() {
        MailSession mail =
                MailSession.of(MailSettings.addresses("Ölwache <a@plant.example>", List.of("root@localhost")));

        assertThat(mail.from().toString()).isEqualTo("=?UTF-8?Q?=C3=96lwache?= <a@plant.example>");
    }

    /** What passes the settings' check would otherwise be found only where the sink starts, without line and column. */
    @Test
    void everyAddressThatSettingsTakeIsOneToMailToo() {
        Random random = new Random(5322);
        String letters = "ab9.-_+@<> \"'()[]:;,\\\u00f6\u202e\t=?/";
        int taken = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder address = new StringBuilder("A b <ops@plant.example>".substring(random.nextInt(6)));
            for (int edits = random.nextInt(5); edits > 0; edits--) {
                int at = random.nextInt(address.length());
                address.replace(at, at + random.nextInt(2), letters.charAt(random.nextInt(letters.length())) + "");
            }
            if (Syntax.MAILBOX.accepts(address.toString())) {
                taken++;
                open(MailSettings.addresses(address.toString(), List.of("ops@plant.example")));
            }
        }
        assertThat(taken).isGreaterThan(250);
    }

    @Test
    void someoneMustGetTheMail() {
        assertThatThrownBy(() -> open(MailSettings.addresses("a@plant.example", List.of())))
                .hasMessage("sinks.email.to: no address: name at least one, as in [ops@example.org]");
    }

    @Test
    void anUnusableCaFileIsFoundAtOnce(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("ca.pem");
        assertThatThrownBy(() -> open(with("h", MailSecurity.SMTPS, missing, null, null)))
                .hasMessage("sinks.email.ca: '" + missing + "' does not exist: name a PEM file with certificates");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThatThrownBy(() -> open(with("h", MailSecurity.STARTTLS, empty, null, null)))
                .hasMessage("sinks.email.ca: '" + empty
                        + "' has no usable certificates (it holds no certificate): name a PEM file");
        Path junk = Files.writeString(folder.resolve("junk.pem"), "-----BEGIN CERTIFICATE-----\njunk\n");
        assertThatThrownBy(() -> open(with("h", MailSecurity.SMTPS, junk, null, null)))
                .hasMessageStartingWith("sinks.email.ca: '" + junk + "' has no usable certificates (");
        assertThatThrownBy(() -> open(with("h", MailSecurity.SMTPS, folder, null, null)))
                .hasMessageStartingWith("sinks.email.ca: '" + folder + "' cannot be read (");
    }

    @Test
    void aLoginIsWholeAndNeverInClear() {
        Secret secret = new Secret("s3cret");
        assertThatThrownBy(() -> open(with("h", MailSecurity.SMTPS, null, "u", null)))
                .hasMessage("sinks.email.password: missing, and sinks.email.user is 'u': give both or neither");
        assertThatThrownBy(() -> open(with("h", MailSecurity.SMTPS, null, null, secret)))
                .hasMessage("sinks.email.user: missing, and sinks.email.password is set: give both or neither");
        assertThatThrownBy(() -> open(with("mail.plant.example", MailSecurity.NONE, null, "u", secret)))
                .hasMessage("sinks.email.security: 'none' would send the password in clear to 'mail.plant.example':"
                        + " use starttls or smtps, or leave out user and password");
        open(with("localhost", MailSecurity.NONE, null, "u", secret));
    }
}
