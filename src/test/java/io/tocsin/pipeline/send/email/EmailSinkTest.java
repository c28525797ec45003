package io.tocsin.pipeline.send.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.FreePort;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import io.tocsin.pipeline.send.Alerts;
import io.tocsin.pipeline.send.Dispatcher;
import io.tocsin.pipeline.send.MemoryOutbox;
import io.tocsin.pipeline.send.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmailSinkTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.ofHours(3));
    private static final List<String> FIELDS = List.of(
            "Date",
            "From",
            "To",
            "Message-ID",
            "In-Reply-To",
            "References",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Auto-Submitted");

    private static SmtpServer.Mail mailOf(Alert alert) throws Exception {
        try (SmtpServer server = new SmtpServer(0, null);
                EmailSink sink = new EmailSink(MailSettings.relay(server.port()), CLOCK)) {
            assertThat(sink.send(alert)).isEqualTo(Outcome.SENT);
            assertThat(server.mails).hasSize(1);
            return server.mails.get(0);
        }
    }

    @Test
    void aMailSaysWhatRingsAndBelongsToItsAlert() throws Exception {
        SmtpServer.Mail mail = mailOf(Alerts.firing("aa11"));

        assertThat(mail.from()).isEqualTo("alerts@plant.example");
        assertThat(mail.to()).containsExactly("ops@plant.example");
        assertThat(mail.fields())
                .containsExactlyInAnyOrder(
                        "Date: Wed, 4 Mar 2026 05:06:07 +0000",
                        "From: Tocsin <alerts@plant.example>",
                        "To: ops@plant.example",
                        "Message-ID: <aa11@plant.example>",
                        "In-Reply-To: <" + Alerts.ALERT + ".alert@plant.example>",
                        "References: <" + Alerts.ALERT + ".alert@plant.example>",
                        "Subject: [FIRING] critical oil-high-pressure 594d186e51b3bc4eb0abafd9/Pressure",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=UTF-8",
                        "Content-Transfer-Encoding: 7bit",
                        "Auto-Submitted: auto-generated");
        assertThat(mail.data().substring(mail.header().length() + 4))
                .isEqualTo(
                        """
                        Pressure 93.1 bar on 594d

                        state:    FIRING
                        severity: critical
                        rule:     oil-high-pressure
                        host:     594d186e51b3bc4eb0abafd9
                        service:  Pressure
                        time:     2017-09-30T15:10:17.765Z
                        started:  2017-09-30T15:10:00Z
                        count:    3
                        sequence: 4711

                        Values
                          host: 594d186e51b3bc4eb0abafd9
                          service: Pressure
                          metric: 93.1
                          time: 2017-09-30T15:10:17.765Z

                        alert:    00112233445566778899aabbccddeeff
                        id:       aa11
                        """
                                .replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nBcc: evil@example.org",
                "x\nBcc: evil@example.org\n\nbody",
                "x\rBcc: evil@example.org",
                "x\r\n.\r\nMAIL FROM:<evil@example.org>\r\n",
                "=?utf-8?q?x=0D=0ABcc:_evil@example.org?=",
                "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5vcmc=?=",
                "\u0000\u001b[31m\u2028Bcc: evil@example.org\u0085\u202Eevil",
                "Öl \uD83D\uDD25 \uD800",
                "x, y <evil@example.org>; z",
                "BIG",
                "BIGÖ",
            })
    void noSensorCanInjectAHeader(String name) throws Exception {
        String hostile = name.startsWith("BIG") ? name.substring(2).repeat(200_000) : name;
        SmtpServer.Mail mail = mailOf(Alerts.of("a", hostile, hostile, hostile, hostile));

        assertThat(mail.to()).containsExactly("ops@plant.example");
        assertThat(mail.fieldNames()).containsExactlyInAnyOrderElementsOf(FIELDS);
        assertThat(mail.header()).doesNotContain("\r\nBcc").matches("(?s)[\\x20-\\x7e\\r\\n\\t]*");
        assertThat(mail.header().replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(mail.data().split("\r\n", -1)).allMatch(line -> line.length() <= 998);
        assertThat(mail.data()).hasSizeLessThan(16_000);
        assertThat(AlertMail.subject(Alerts.of("a", hostile, hostile, hostile, hostile)))
                .hasSizeLessThanOrEqualTo(300)
                .doesNotContain("=?")
                .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028]");
    }

    @Test
    void allChangesOfAnAlertMakeOneThread() throws Exception {
        Alert firing = Alerts.firing("a1");
        SmtpServer.Mail first = mailOf(firing);
        SmtpServer.Mail again = mailOf(firing);
        SmtpServer.Mail resolved = mailOf(Alerts.with(Alerts.firing("a2"), AlertState.RESOLVED, Severity.INFO));

        assertThat(again.data()).isEqualTo(first.data());
        assertThat(resolved.fields())
                .contains("Message-ID: <a2@plant.example>")
                .contains("References: <" + Alerts.ALERT + ".alert@plant.example>")
                .anyMatch(field -> field.startsWith("Subject: [RESOLVED] info "));
    }

    @Test
    void aConnectionServesMailAfterMail() throws Exception {
        try (SmtpServer server = new SmtpServer(0, null);
                EmailSink sink = new EmailSink(MailSettings.relay(server.port()), CLOCK)) {
            for (String id : List.of("a", "b", "c")) {
                assertThat(sink.send(Alerts.firing(id))).isEqualTo(Outcome.SENT);
            }
            assertThat(server.mails).hasSize(3);
            assertThat(server.clients).hasSize(1);
        }
    }

    @Test
    void anUnusedConnectionIsClosedAfterTenSeconds() throws Exception {
        long[] now = {0};
        try (SmtpServer server = new SmtpServer(0, null);
                EmailSink sink = new EmailSink(MailSettings.relay(server.port()), CLOCK, () -> now[0])) {
            sink.send(Alerts.firing("a"));
            now[0] = Duration.ofMillis(9_999).toNanos();
            sink.idle();
            assertThat(sink.isConnected()).isTrue();
            now[0] = Duration.ofSeconds(10).toNanos();
            sink.idle();
            assertThat(sink.isConnected()).isFalse();
            assertThat(sink.send(Alerts.firing("b"))).isEqualTo(Outcome.SENT);
            assertThat(server.clients).hasSize(2);
        }
    }

    @Test
    void aConnectionThatDiedIsReplaced() throws Exception {
        SmtpServer server = new SmtpServer(0, null);
        int port = server.port();
        try (EmailSink sink = new EmailSink(MailSettings.relay(port), CLOCK)) {
            assertThat(sink.send(Alerts.firing("a"))).isEqualTo(Outcome.SENT);
            server.close();
            try (SmtpServer next = new SmtpServer(port, null)) {
                assertThat(sink.send(Alerts.firing("b"))).isEqualTo(Outcome.SENT);
                assertThat(next.mails).hasSize(1);
            }
        }
    }

    @Test
    void temporaryRefusalsAreTriedAgainAndFinalOnesRejected() throws Exception {
        try (SmtpServer server = new SmtpServer(0, null);
                EmailSink sink = new EmailSink(MailSettings.relay(server.port()), CLOCK)) {
            Alert alert = Alerts.firing("a");
            server.refused.put("ops@plant.example", 450);
            assertThat(sink.send(alert))
                    .isInstanceOf(Outcome.Retry.class)
                    .asString()
                    .contains("450");
            server.refused.put("ops@plant.example", 550);
            assertThat(sink.send(alert)).isEqualTo(new Outcome.Rejected("ops@plant.example: 550 no ops@plant.example"));
            server.refused.clear();
            server.refused.put("data", 451);
            assertThat(sink.send(alert))
                    .isInstanceOf(Outcome.Retry.class)
                    .asString()
                    .contains("451 no data");
            server.refused.put("data", 554);
            assertThat(sink.send(alert))
                    .isInstanceOf(Outcome.Rejected.class)
                    .asString()
                    .contains("554 no data");
            assertThat(server.mails).isEmpty();
            server.refused.clear();
            assertThat(sink.send(alert)).isEqualTo(Outcome.SENT);
        }
    }

    @Test
    void whoHasTheMailDoesNotGetItAgainForOthers() throws Exception {
        try (SmtpServer server = new SmtpServer(0, null);
                EmailSink sink = new EmailSink(
                        MailSettings.relay(server.port(), "a@plant.example", "b@plant.example", "c@plant.example"),
                        CLOCK)) {
            server.refused.put("b@plant.example", 450);
            server.refused.put("c@plant.example", 550);
            assertThat(sink.send(Alerts.firing("1"))).isInstanceOf(Outcome.Retry.class);
            assertThat(sink.send(Alerts.firing("2"))).isInstanceOf(Outcome.Retry.class);
            assertThat(sink.send(Alerts.firing("1"))).isInstanceOf(Outcome.Retry.class);
            server.refused.remove("b@plant.example");
            assertThat(sink.send(Alerts.firing("1"))).isEqualTo(Outcome.SENT);
            assertThat(sink.send(Alerts.firing("2"))).isEqualTo(Outcome.SENT);
            List<String> first = List.of("a@plant.example");
            List<String> second = List.of("b@plant.example");
            assertThat(server.mails).extracting(SmtpServer.Mail::to).containsExactly(first, first, second, second);

            assertThat(sink.send(Alerts.firing("3"))).isEqualTo(Outcome.SENT);
            assertThat(server.mails.get(4).to()).containsExactly("a@plant.example", "b@plant.example");
        }
    }

    @Test
    void aServerThatIsDownIsTriedAgainAndTheMailArrivesOnce() throws Exception {
        int port = FreePort.choose();
        MemoryOutbox outbox = new MemoryOutbox();
        outbox.put("email", "a", "b");
        Settings.Retry retry = new Settings.Retry(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofHours(1));
        try (Dispatcher dispatcher = new Dispatcher(
                outbox,
                List.of(new EmailSink(MailSettings.relay(port), CLOCK)),
                retry,
                new Random(7),
                (sink, why) -> {})) {
            dispatcher.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> dispatcher.counts("email").retried() >= 3);
            assertThat(outbox.left("email")).isEqualTo(2);
            try (SmtpServer server = new SmtpServer(port, null)) {
                assertThat(dispatcher.awaitIdle(Duration.ofSeconds(20))).isTrue();
                assertThat(server.mails)
                        .extracting(mail -> mail.fields().stream()
                                .filter(f -> f.startsWith("Message-ID"))
                                .findFirst()
                                .orElse(""))
                        .containsExactly("Message-ID: <a@plant.example>", "Message-ID: <b@plant.example>");
            }
        }
    }

    @Test
    void noServerAndASilentServerAreTriedAgain() throws Exception {
        int port = FreePort.choose();
        try (EmailSink sink = new EmailSink(MailSettings.relay(port), CLOCK)) {
            assertThat(sink.send(Alerts.firing("a")))
                    .isInstanceOf(Outcome.Unavailable.class)
                    .asString()
                    .contains("cannot connect to localhost:" + port)
                    .contains("refused");
        }
        for (String silentAt : List.of("", "MAIL", "DATA", ".")) {
            try (ScriptedSmtp server =
                            new ScriptedSmtp(line -> (silentAt.isEmpty() ? line.isEmpty() : line.startsWith(silentAt))
                                    ? ""
                                    : line.isEmpty()
                                            ? "220 hello\r\n"
                                            : line.startsWith("DATA") ? "354 go\r\n" : "250 ok\r\n");
                    EmailSink sink = new EmailSink(MailSettings.impatient(server.port()), CLOCK)) {
                assertThat(sink.send(Alerts.firing("a")))
                        .as("silent at '%s'", silentAt)
                        .isInstanceOf(silentAt.isEmpty() ? Outcome.Unavailable.class : Outcome.Retry.class)
                        .asString()
                        .contains("timed out");
            }
        }
    }
}
