package io.tocsin.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what concerns more than one key. Keys with a problem of their own are left out. */
final class SettingsChecks {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Bound bound;
    private final Report report;

    SettingsChecks(Bound bound, Report report) {
        this.bound = bound;
        this.report = report;
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
        if (bound.value("rules.variables") instanceof Map<?, ?> variables) {
            variables.keySet().forEach(name -> variable(String.valueOf(name)));
        }
    }

    private void login(String section) {
        String user = section + ".user";
        String password = section + ".password";
        if (bound.isRead(user, password) && isGiven(user) != isGiven(password)) {
            problem(
                    isGiven(user) ? user : password,
                    isGiven(user) ? "is given without a password" : "is given without a user");
        }
    }

    private void variable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            problem("rules.variables." + name, "is not a name of letters, digits and '_' that EPL can use");
        }
    }

    private boolean isGiven(String path) {
        @Nullable Object value = bound.value(path);
        return value != null;
    }

    private void problem(String path, String message) {
        report.add(bound.position(path), Shown.value(path) + " " + message);
    }
}
