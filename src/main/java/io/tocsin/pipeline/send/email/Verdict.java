package io.tocsin.pipeline.send.email;

import com.sun.mail.smtp.SMTPAddressFailedException;
import com.sun.mail.smtp.SMTPSendFailedException;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.send.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.mail.AuthenticationFailedException;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/** What a failure of JavaMail means: later or never, and a reason without secrets. */
final class Verdict {
    private static final int MAX_REASON = 400;
    private static final Pattern CODE = Pattern.compile("^(\\d{3})\\b");
    /** Replies of RFC 4954 and 3207 that a person can mend without the mail being at fault. */
    private static final Set<Integer> LOGIN_OR_TLS = Set.of(530, 534, 535, 538);

    private final MailSession mail;

    Verdict(MailSession mail) {
        this.mail = mail;
    }

    /** No connection, no encryption or no login: nothing was sent. */
    Outcome.Unavailable notConnected(MessagingException e) {
        String where = mail.host() + ":" + mail.port();
        if (e instanceof AuthenticationFailedException) {
            Matcher code = CODE.matcher(String.valueOf(e.getMessage()));
            // The server's own words may repeat what it was sent.
            return new Outcome.Unavailable(
                    where + " refuses the login of user '" + safe(String.valueOf(mail.user())) + "'"
                            + (code.find() ? " (" + code.group(1) + ")" : "")
                            + ": check sinks.email.user and sinks.email.password");
        }
        return new Outcome.Unavailable("cannot connect to " + where + ": " + safe(chain(e)));
    }

    /** The mail as a whole was refused or cut short. */
    Outcome notSent(MessagingException e) {
        int code = e instanceof SMTPSendFailedException failure ? failure.getReturnCode() : -1;
        String reason = mail.host() + ":" + mail.port() + " does not take the mail: " + safe(chain(e));
        if (LOGIN_OR_TLS.contains(code)) {
            return new Outcome.Unavailable(reason);
        }
        return code >= 500 && code < 600 ? new Outcome.Rejected(reason) : new Outcome.Retry(reason);
    }

    /** Why recipients were refused, as far as the server told. */
    String recipients(MessagingException e) {
        Set<String> words = new LinkedHashSet<>();
        for (Throwable t = e; t != null; t = next(t)) {
            if (t instanceof SMTPAddressFailedException refused) {
                words.add(refused.getAddress().getAddress() + ": " + text(refused));
            }
        }
        return safe(words.isEmpty() ? chain(e) : String.join("; ", words));
    }

    private String safe(String text) {
        String clean = text;
        String password = mail.password();
        if (password != null && !password.isBlank()) {
            clean = clean.replace(base64("\0" + mail.user() + "\0" + password), "***")
                    .replace(base64(password), "***")
                    .replace(password, "***");
        }
        return SafeText.line(clean.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; "), MAX_REASON);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String chain(Throwable e) {
        Set<String> words = new LinkedHashSet<>();
        for (Throwable t = e; t != null && words.size() < 5; t = next(t)) {
            words.add(text(t));
        }
        return String.join(": ", words);
    }

    private static String text(Throwable t) {
        String message = t.getMessage();
        return message == null || message.isBlank() ? t.getClass().getSimpleName() : message.strip();
    }

    private static @Nullable Throwable next(Throwable t) {
        return t instanceof MessagingException m ? m.getNextException() : t.getCause();
    }
}
