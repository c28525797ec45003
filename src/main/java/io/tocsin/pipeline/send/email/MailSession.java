package io.tocsin.pipeline.send.email;

import io.tocsin.config.Secret;
import io.tocsin.config.Settings;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The mail settings, checked and in JavaMail's terms. */
record MailSession(
        Session session,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        InternetAddress from,
        List<InternetAddress> to) {

    /** Checks everything. @throws IllegalArgumentException with a line for each problem: key, value, what to do */
    static MailSession of(Settings.Email settings) {
        List<String> problems = new ArrayList<>();
        InternetAddress from = address("sinks.email.from", settings.from(), problems);
        List<InternetAddress> to = new ArrayList<>();
        if (settings.to().isEmpty()) {
            problems.add("sinks.email.to: no address: name at least one, as in [ops@example.org]");
        }
        for (int i = 0; i < settings.to().size(); i++) {
            to.add(address("sinks.email.to[" + i + "]", settings.to().get(i), problems));
        }
        String password = login(settings, problems);
        SSLSocketFactory trust = (SSLSocketFactory) SSLSocketFactory.getDefault();
        if (settings.ca() != null && settings.security() != Settings.MailSecurity.NONE) {
            try {
                trust = Trust.only(settings.ca());
            } catch (TrustException e) {
                problems.add("sinks.email.ca: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        Session session = Session.getInstance(properties(settings, trust));
        return new MailSession(
                session, settings.host(), settings.port(), settings.user(), password, from, List.copyOf(to));
    }

    private static Properties properties(Settings.Email settings, SSLSocketFactory trust) {
        Properties p = new Properties();
        String timeout = Long.toString(settings.timeout().toMillis());
        p.setProperty("mail.smtp.connectiontimeout", timeout);
        p.setProperty("mail.smtp.timeout", timeout);
        p.setProperty("mail.smtp.auth", Boolean.toString(settings.user() != null));
        // Closing a connection waits for nothing.
        p.setProperty("mail.smtp.quitwait", "false");
        // One refused recipient must not cost the others their mail.
        p.setProperty("mail.smtp.sendpartial", "true");
        switch (settings.security()) {
            case SMTPS -> p.setProperty("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                p.setProperty("mail.smtp.starttls.enable", "true");
                p.setProperty("mail.smtp.starttls.required", "true");
            }
            case NONE -> p.setProperty("mail.smtp.starttls.enable", "false");
        }
        p.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        // The default would try the runtime's own authorities after ours have refused.
        p.setProperty("mail.smtp.socketFactory.fallback", "false");
        p.setProperty("mail.smtp.usesocketchannels", "true");
        p.put("mail.smtp.socketFactory", MailSockets.plain(settings.timeout()));
        p.put("mail.smtp.ssl.socketFactory", MailSockets.encrypted(trust, settings.timeout()));
        return p;
    }

    private static @Nullable String login(Settings.Email settings, List<String> problems) {
        Secret password = settings.password();
        if (settings.user() != null && password == null) {
            problems.add("sinks.email.password: missing, and sinks.email.user is '" + settings.user()
                    + "': give both or neither");
        } else if (settings.user() == null && password != null) {
            problems.add("sinks.email.user: missing, and sinks.email.password is set: give both or neither");
        } else if (password != null
                && settings.security() == Settings.MailSecurity.NONE
                && !Settings.Email.isThisMachine(settings.host())) {
            problems.add("sinks.email.security: 'none' would send the password in clear to '" + settings.host()
                    + "': use starttls or smtps, or leave out user and password");
        }
        return password == null ? null : password.reveal();
    }

    private static InternetAddress address(String key, String value, List<String> problems) {
        try {
            InternetAddress[] all = InternetAddress.parse(value, true);
            if (all.length == 1 && !all[0].isGroup() && value.chars().noneMatch(Character::isISOControl)) {
                InternetAddress address = all[0];
                address.validate();
                if (address.getAddress().indexOf('@') > 0
                        && address.getAddress().chars().allMatch(c -> c < 128)) {
                    return new InternetAddress(address.getAddress(), address.getPersonal(), "UTF-8");
                }
            }
        } catch (AddressException | UnsupportedEncodingException e) {
            // told below
        }
        problems.add(key + ": '" + value + "' is not a mail address: write one, as in alerts@example.org");
        return new InternetAddress();
    }

    /** The part after the at sign of the sender. */
    String domain() {
        return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    }

    InternetAddress[] recipients() {
        return Arrays.copyOf(to.toArray(), to.size(), InternetAddress[].class);
    }
}
