package io.tocsin.pipeline.send.email;

import io.tocsin.model.Alert;
import io.tocsin.model.SafeText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

/** One change of an alert as a mail of plain text, in the form of RFC 5322; mails of one alert make one thread. */
final class AlertMail extends MimeMessage {
    private static final int MAX_SUBJECT = 200;
    private static final int MAX_FIELD = 200;
    private static final int MAX_TEXT = 500;
    private static final int MAX_VALUES = 200;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String id;

    /** Ready to be sent. */
    AlertMail(MailSession mail, Alert alert, Instant date) throws MessagingException {
        super(mail.session());
        id = messageId(alert.id(), mail.domain());
        String thread = messageId(alert.alert() + ".alert", mail.domain());
        setFrom(mail.from());
        setRecipients(Message.RecipientType.TO, mail.recipients());
        setHeader("Date", DATE.format(date));
        setHeader("In-Reply-To", thread);
        setHeader("References", thread);
        setHeader("Auto-Submitted", "auto-generated");
        setSubject(subject(alert), "UTF-8");
        setText(body(alert), "UTF-8");
        saveChanges();
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    /** The ids are ours, hexadecimal; should one ever not be, it still cannot leave its header. */
    private static String messageId(String id, String domain) {
        return "<" + id.replaceAll("[^A-Za-z0-9.]", "-") + "@" + domain + ">";
    }

    static String subject(Alert alert) {
        String subject = "[" + alert.state().name() + "] " + alert.severity().word() + " "
                + SafeText.line(alert.rule(), MAX_FIELD);
        if (alert.host() != null || alert.service() != null) {
            subject += " " + field(alert.host()) + "/" + field(alert.service());
        }
        // What looks like an encoded word (RFC 2047) would be decoded by the reader's program.
        return SafeText.line(subject, MAX_SUBJECT).replace("=?", "=\\u{3F}");
    }

    static String body(Alert alert) {
        StringBuilder body = new StringBuilder();
        body.append(SafeText.line(alert.summary(), MAX_TEXT)).append("\n\n");
        line(body, "state", alert.state().name());
        line(body, "severity", alert.severity().word());
        line(body, "rule", SafeText.line(alert.rule(), MAX_FIELD));
        line(body, "host", field(alert.host()));
        line(body, "service", field(alert.service()));
        line(body, "time", Instant.ofEpochMilli(alert.time()).toString());
        line(body, "started", Instant.ofEpochMilli(alert.startedAt()).toString());
        line(body, "count", Long.toString(alert.count()));
        line(body, "sequence", Long.toString(alert.sequence()));
        body.append("\nValues\n");
        int left = MAX_VALUES;
        for (Map.Entry<String, @Nullable Object> value : alert.values().entrySet()) {
            if (left-- == 0) {
                body.append("  and ").append(alert.values().size() - MAX_VALUES).append(" more\n");
                break;
            }
            body.append("  ")
                    .append(SafeText.line(value.getKey(), MAX_FIELD))
                    .append(": ")
                    .append(value(value.getKey(), value.getValue()))
                    .append('\n');
        }
        body.append('\n');
        line(body, "alert", SafeText.line(alert.alert(), MAX_FIELD));
        line(body, "id", SafeText.line(alert.id(), MAX_FIELD));
        return body.toString();
    }

    private static void line(StringBuilder body, String name, String value) {
        body.append(String.format(Locale.ROOT, "%-10s", name + ":"))
                .append(value)
                .append('\n');
    }

    private static String field(@Nullable String text) {
        return text == null ? "-" : SafeText.line(text, MAX_FIELD);
    }

    private static String value(String column, @Nullable Object value) {
        if (value == null) {
            return "-";
        }
        boolean isTime = value instanceof Long && (column.equals("time") || column.endsWith("Time"));
        return isTime ? Instant.ofEpochMilli((Long) value).toString() : SafeText.line(String.valueOf(value), MAX_TEXT);
    }
}
