package io.tocsin.pipeline.send.email;

import io.tocsin.config.Secret;
import io.tocsin.config.Settings;
import io.tocsin.config.Settings.MailSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mail settings for tests. */
final class MailSettings {
    private MailSettings() {}

    static Settings.Email relay(int port, String... to) {
        return new Settings.Email(
                true,
                "localhost",
                port,
                MailSecurity.NONE,
                null,
                null,
                null,
                "Tocsin <alerts@plant.example>",
                to.length == 0 ? List.of("ops@plant.example") : List.of(to),
                Duration.ofSeconds(5));
    }

    static Settings.Email login(int port, MailSecurity security, @Nullable Path ca, String password) {
        Settings.Email relay = relay(port);
        return new Settings.Email(
                true,
                "localhost",
                port,
                security,
                ca,
                SmtpServer.USER,
                new Secret(password),
                relay.from(),
                relay.to(),
                relay.timeout());
    }

    static Settings.Email addresses(String from, List<String> to) {
        Settings.Email relay = relay(25);
        return new Settings.Email(
                true, "localhost", 25, MailSecurity.NONE, null, null, null, from, to, relay.timeout());
    }

    static Settings.Email impatient(int port) {
        Settings.Email relay = relay(port);
        return new Settings.Email(
                true,
                "localhost",
                port,
                MailSecurity.NONE,
                null,
                null,
                null,
                relay.from(),
                relay.to(),
                Duration.ofMillis(200));
    }

    static Settings.Email byAddress(int port, MailSecurity security, Path ca) {
        Settings.Email relay = relay(port);
        return new Settings.Email(
                true, "127.0.0.1", port, security, ca, null, null, relay.from(), relay.to(), relay.timeout());
    }
}
