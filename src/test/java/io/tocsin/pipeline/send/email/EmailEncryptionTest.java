package io.tocsin.pipeline.send.email;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tocsin.config.Settings.MailSecurity;
import io.tocsin.pipeline.send.Alerts;
import io.tocsin.pipeline.send.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class EmailEncryptionTest {
    private static Certificates server;
    private static Certificates stranger;
    private static Certificates otherHost;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        server = Certificates.forHost("localhost", folder, "server");
        stranger = Certificates.forHost("localhost", folder, "stranger");
        otherHost = Certificates.forHost("mail.example.org", folder, "other-host");
    }

    private static Outcome send(int port, MailSecurity security, Certificates ca, String password) {
        return send(port, security, ca.pem(), password);
    }

    private static Outcome send(int port, MailSecurity security, @Nullable Path ca, String password) {
        try (EmailSink sink = new EmailSink(MailSettings.login(port, security, ca, password), Clock.systemUTC())) {
            return sink.send(Alerts.firing("a"));
        }
    }

    private static String retry(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        return ((Outcome.Unavailable) outcome).reason();
    }

    /** GreenMail takes its key store from system properties, once in a JVM. */
    private static GreenMail smtps() {
        System.setProperty("greenmail.tls.keystore.file", server.keyStore().toString());
        System.setProperty("greenmail.tls.keystore.password", Certificates.PASSWORD);
        GreenMail mail = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTPS));
        mail.setUser("ops@plant.example", SmtpServer.USER, SmtpServer.PASSWORD);
        mail.start();
        return mail;
    }

    @Test
    void aMailArrivesOverSmtps() throws Exception {
        GreenMail mail = smtps();
        try {
            int port = mail.getSmtps().getPort();

            assertThat(send(port, MailSecurity.SMTPS, server, SmtpServer.PASSWORD))
                    .isEqualTo(Outcome.SENT);
            assertThat(mail.getReceivedMessages()).hasSize(1);
            assertThat(mail.getReceivedMessages()[0].getSubject())
                    .isEqualTo("[FIRING] critical oil-high-pressure 594d186e51b3bc4eb0abafd9/Pressure");

            assertThat(retry(send(port, MailSecurity.SMTPS, server, "wrong")))
                    .isEqualTo("localhost:" + port + " refuses the login of user 'tocsin' (535):"
                            + " check sinks.email.user and sinks.email.password");
            assertThat(retry(send(port, MailSecurity.SMTPS, stranger, SmtpServer.PASSWORD)))
                    .startsWith("cannot connect to localhost:" + port + ": ")
                    .contains("path");
            assertThat(retry(send(port, MailSecurity.SMTPS, (Path) null, SmtpServer.PASSWORD)))
                    .contains("unable to find valid certification path");
            assertThat(mail.getReceivedMessages()).hasSize(1);
        } finally {
            mail.stop();
        }
    }

    @Test
    void anSmtpsServerOfAnotherNameIsRefused() {
        GreenMail mail = smtps();
        try (EmailSink sink = new EmailSink(
                MailSettings.byAddress(mail.getSmtps().getPort(), MailSecurity.SMTPS, server.pem()),
                Clock.systemUTC())) {
            assertThat(retry(sink.send(Alerts.firing("a"))))
                    .containsIgnoringCase("identity")
                    .contains("127.0.0.1");
            assertThat(mail.getReceivedMessages()).isEmpty();
        } finally {
            mail.stop();
        }
    }

    @Test
    void aMailArrivesOverStarttls() throws Exception {
        try (SmtpServer mail = new SmtpServer(0, server)) {
            assertThat(send(mail.port(), MailSecurity.STARTTLS, server, SmtpServer.PASSWORD))
                    .isEqualTo(Outcome.SENT);
            assertThat(mail.mails).hasSize(1);

            assertThat(retry(send(mail.port(), MailSecurity.STARTTLS, server, "wrong")))
                    .isEqualTo("localhost:" + mail.port() + " refuses the login of user 'tocsin' (535):"
                            + " check sinks.email.user and sinks.email.password");
            assertThat(retry(send(mail.port(), MailSecurity.STARTTLS, stranger, SmtpServer.PASSWORD)))
                    .contains("path");
            assertThat(retry(send(mail.port(), MailSecurity.STARTTLS, (Path) null, SmtpServer.PASSWORD)))
                    .contains("unable to find valid certification path");
            assertThat(mail.mails).hasSize(1);
        }
    }

    @Test
    void aStarttlsServerOfAnotherNameIsRefused() throws Exception {
        try (SmtpServer mail = new SmtpServer(0, otherHost)) {
            assertThat(retry(send(mail.port(), MailSecurity.STARTTLS, otherHost, SmtpServer.PASSWORD)))
                    .containsIgnoringCase("identity");
            assertThat(mail.mails).isEmpty();
        }
    }

    @Test
    void nothingGoesInClearToAServerWithoutStarttls() throws Exception {
        try (ScriptedSmtp mail = new ScriptedSmtp(
                line -> line.isEmpty() ? "220 hello\r\n" : "250-localhost\r\n250 AUTH PLAIN LOGIN\r\n")) {
            assertThat(retry(send(mail.port(), MailSecurity.STARTTLS, server, SmtpServer.PASSWORD)))
                    .contains("STARTTLS is required but host does not support STARTTLS");
            assertThat(mail.heard)
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("EHLO ") || line.equals("RSET") || line.equals("QUIT"));
        }
    }

    @Test
    void nothingGoesInClearToAServerThatRefusesStarttls() throws Exception {
        try (ScriptedSmtp mail = new ScriptedSmtp(line -> line.isEmpty()
                ? "220 hello\r\n"
                : line.startsWith("EHLO")
                        ? "250-localhost\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
                        : "454 not now\r\n")) {
            assertThat(retry(send(mail.port(), MailSecurity.STARTTLS, server, SmtpServer.PASSWORD)))
                    .endsWith("454 not now");
            assertThat(mail.heard)
                    .contains("STARTTLS")
                    .noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void aServerThatEchoesThePasswordDoesNotGetItIntoReasonsOrLogs() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("io.tocsin");
        Level before = logger.getLevel();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(logged);
        String encoded = Base64.getEncoder()
                .encodeToString(("\0tocsin\0" + SmtpServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
        try {
            for (String stage : new String[] {"AUTH", "MAIL"}) {
                try (ScriptedSmtp mail = new ScriptedSmtp(line -> line.isEmpty()
                        ? "220 hello\r\n"
                        : line.startsWith("EHLO")
                                ? "250-localhost\r\n250 AUTH PLAIN\r\n"
                                : line.startsWith(stage)
                                        ? "535 " + SmtpServer.PASSWORD + " " + encoded + "\r\n"
                                        : "235 ok\r\n")) {
                    assertThat(retry(send(mail.port(), MailSecurity.NONE, server, SmtpServer.PASSWORD)))
                            .contains("535")
                            .doesNotContain(SmtpServer.PASSWORD, encoded);
                    assertThat(mail.heard).anyMatch(line -> line.startsWith("AUTH PLAIN"));
                }
            }
            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(line -> line.contains(SmtpServer.PASSWORD) || line.contains(encoded));
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(before);
        }
    }
}
