package io.tocsin.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what concerns more than one key. Keys with a problem of their own are left out. */
final class SettingsChecks {
    private static final int NATS_PORT = 4222;

    private final Bound bound;
    private final Report report;
    private final boolean offline;
    private boolean lookedAtFiles;

    /** @param offline whether secrets may be missing */
    SettingsChecks(Bound bound, Report report, boolean offline) {
        this.bound = bound;
        this.report = report;
        this.offline = offline;
    }

    void run() {
        login("log");
        boolean byUser = isGiven("log.user") || isGiven("log.password");
        if (bound.isRead("log.token", "log.user", "log.password") && isGiven("log.token") && byUser) {
            problem("log.token", "goes without user and password: keep one or the other");
        }
        if (bound.isRead("log.nkey", "log.token", "log.user", "log.password")
                && isGiven("log.nkey")
                && (isGiven("log.token") || byUser)) {
            problem("log.nkey", "goes without user, password and token: keep one or the other");
        }
        nkey();
        clientCertificate();
        if (Boolean.TRUE.equals(bound.value("sinks.email.enabled"))) {
            login("sinks.email");
        }
        alertChannel();
        passwordInClear();
        monitor();
        Object letters = bound.value("decode.dead-letter");
        if (letters != null && letters.equals(bound.value("log.channel"))) {
            problem("decode.dead-letter", "is the channel that is read (log.channel): dead letters need another one");
        }
        if (bound.value("sinks.retry.first") instanceof Duration first
                && bound.value("sinks.retry.most") instanceof Duration most
                && most.compareTo(first) < 0) {
            problem("sinks.retry.most", "is shorter than sinks.retry.first");
        }
        if (bound.value("state.remember") instanceof Duration remember) {
            remembered("ttl.default", bound.value("ttl.default"), remember);
            for (String map : List.of("ttl.services", "ttl.contexts")) {
                if (bound.value(map) instanceof Map<?, ?> ttls) {
                    ttls.forEach((name, ttl) -> remembered(map + "." + name, ttl, remember));
                }
            }
        }
    }

    /** A sensor must not be forgotten before it counts as silent. */
    private void remembered(String path, @Nullable Object ttl, Duration remember) {
        if (ttl instanceof Duration duration && duration.compareTo(remember) > 0) {
            problem(
                    path,
                    "is longer than state.remember, after which a silent sensor is forgotten: raise state.remember");
        }
    }

    private void alertChannel() {
        if (bound.value("sinks.nats.channel") instanceof ChannelTemplate alerts
                && bound.value("log.channel") instanceof String read
                && alerts.canBe(read)
                && Boolean.TRUE.equals(bound.value("sinks.nats.enabled"))) {
            problem(
                    "sinks.nats.channel",
                    alerts.isPlain()
                            ? "is the channel that is read (log.channel): alerts need another one"
                            : "becomes the channel that is read (log.channel) for some rule: put a word before it, such as"
                                    + " alerts." + alerts);
        }
    }

    private void passwordInClear() {
        if (bound.value("sinks.email.security") == Settings.MailSecurity.NONE
                && bound.value("sinks.email.host") instanceof String host
                && !Settings.Email.isThisMachine(host)
                && isGiven("sinks.email.password")
                && Boolean.TRUE.equals(bound.value("sinks.email.enabled"))) {
            problem(
                    "sinks.email.security",
                    "'none' would send the password in clear: use starttls or smtps, or leave out user and password");
        }
    }

    /** The mistake is easily made, and shows only as a clock that does not tick while nothing arrives. */
    private void monitor() {
        if (bound.value("log.monitor") instanceof String monitor
                && bound.value("log.url") instanceof String urls
                && Arrays.stream(urls.split(",", -1)).anyMatch(url -> isSameServer(url.strip(), monitor))) {
            problem(
                    "log.monitor",
                    "is the address of log.url: the monitoring has a port of its own, usually 8222 (-m of the server)");
        }
    }

    private static boolean isSameServer(String nats, String http) {
        URI a = URI.create(nats);
        URI b = URI.create(http);
        int port = a.getPort() < 0 ? NATS_PORT : a.getPort();
        return a.getHost().equalsIgnoreCase(b.getHost()) && port == b.getPort();
    }

    private void login(String section) {
        String user = section + ".user";
        String password = section + ".password";
        boolean mayBeMissing = offline && bound.isInFile(user) && bound.isInFile(password);
        if (!mayBeMissing && bound.isRead(user, password) && isGiven(user) != isGiven(password)) {
            problem(
                    isGiven(user) ? user : password,
                    isGiven(user) ? "is given without a password" : "is given without a user");
        }
    }

    /** Whether what they found may change with other files. */
    boolean lookedAtFiles() {
        return lookedAtFiles;
    }

    private void nkey() {
        if (bound.value("log.nkey") instanceof Secret seed
                && !(offline && seed.reveal().isEmpty())) {
            String problem = NkeySeed.problem(seed.reveal());
            if (problem != null) {
                problem("log.nkey", problem);
            }
        }
    }

    private void clientCertificate() {
        String certificate = "log.tls.certificate";
        String key = "log.tls.key";
        if (bound.isRead(certificate, key) && isGiven(certificate) != isGiven(key)) {
            problem(
                    isGiven(certificate) ? certificate : key,
                    isGiven(certificate) ? "is given without a key" : "is given without a certificate");
        }
        if (offline
                || !(bound.value(certificate) instanceof Path certificateFile)
                || !(bound.value(key) instanceof Path keyFile)) {
            return;
        }
        lookedAtFiles = true;
        try {
            List<X509Certificate> chain = PemFile.certificates(certificateFile);
            checkKey(key, keyFile, chain.get(0));
        } catch (IOException e) {
            problem(certificate, "cannot be used: " + e.getMessage());
        }
    }

    private void checkKey(String path, Path file, X509Certificate certificate) {
        try {
            PemFile.privateKey(file, certificate);
        } catch (IOException e) {
            problem(path, "cannot be used: " + e.getMessage());
        }
    }

    private boolean isGiven(String path) {
        return bound.value(path) != null;
    }

    private void problem(String path, String message) {
        report.add(bound.position(path), Shown.value(path) + " " + message);
    }
}
