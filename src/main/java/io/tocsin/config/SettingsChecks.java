package io.tocsin.config;

import java.time.Duration;

/** Checks what concerns more than one key. Keys with a problem of their own are left out. */
final class SettingsChecks {
    private final Bound bound;
    private final Report report;
    private final boolean offline;

    /** @param offline whether secrets may be missing */
    SettingsChecks(Bound bound, Report report, boolean offline) {
        this.bound = bound;
        this.report = report;
        this.offline = offline;
    }

    void run() {
        login("log");
        if (bound.isRead("log.token", "log.user", "log.password")
                && isGiven("log.token")
                && (isGiven("log.user") || isGiven("log.password"))) {
            problem("log.token", "goes without user and password: keep one or the other");
        }
        if (Boolean.TRUE.equals(bound.value("sinks.email.enabled"))) {
            login("sinks.email");
        }
        Object alerts = bound.value("sinks.nats.channel");
        if (alerts != null
                && alerts.equals(bound.value("log.channel"))
                && Boolean.TRUE.equals(bound.value("sinks.nats.enabled"))) {
            problem("sinks.nats.channel", "is the channel that is read (log.channel): alerts need another one");
        }
        if (bound.value("sinks.retry.first") instanceof Duration first
                && bound.value("sinks.retry.most") instanceof Duration most
                && most.compareTo(first) < 0) {
            problem("sinks.retry.most", "is shorter than sinks.retry.first");
        }
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

    private boolean isGiven(String path) {
        return bound.value(path) != null;
    }

    private void problem(String path, String message) {
        report.add(bound.position(path), Shown.value(path) + " " + message);
    }
}
