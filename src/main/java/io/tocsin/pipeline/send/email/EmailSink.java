package io.tocsin.pipeline.send.email;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.Sink;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.mail.Address;
import javax.mail.MessagingException;
import javax.mail.SendFailedException;
import javax.mail.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts by e-mail over SMTP (RFC 5321), one mail a change. With {@code starttls} and {@code smtps} nothing goes out
 * before the connection is encrypted and the server has proved its host name. Each step of a send ends within {@code
 * sinks.email.timeout}. The connection is kept from mail to mail and closed after 10 s without one.
 *
 * <p>A 5xx reply to the mail or to all recipients is Rejected. Without a connection, its encryption and the login, which a
 * person may mend, it is Unavailable. Everything else that fails is Retry: 4xx, and a connection that breaks. When
 * only some recipients have the mail, a retry is for the others; of the last 1,000 such mails, that is.
 */
public final class EmailSink implements Sink {
    private static final Logger log = LoggerFactory.getLogger(EmailSink.class);
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_UNFINISHED = 1_000;

    private final MailSession mail;
    private final Verdict verdict;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private @Nullable Transport connection;
    private long lastUsed;
    /** By the id of the alert, oldest first. */
    private final Map<String, Delivery> unfinished = new LinkedHashMap<>();
    /** Recipients already reported as refused for good. */
    private final Set<Address> refused = new HashSet<>();

    /** Who still lacks a mail that some already have. */
    private record Delivery(String id, List<Address> left, boolean someHaveIt) {}

    /**
     * Connects to nothing yet.
     *
     * @param clock the wall clock, for the mails' Date
     * @throws IllegalArgumentException with one line for each problem of the settings: key, value and what to do
     */
    public EmailSink(Settings.Email settings, InstantSource clock) {
        this(settings, clock, System::nanoTime);
    }

    EmailSink(Settings.Email settings, InstantSource clock, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        mail = MailSession.of(settings);
        verdict = new Verdict(mail);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Outcome send(Alert alert) {
        Transport transport;
        try {
            transport = connected();
        } catch (MessagingException e) {
            disconnect();
            return verdict.notConnected(e);
        }
        Delivery known = unfinished.remove(alert.id());
        Delivery delivery = known != null ? known : new Delivery(alert.id(), List.of(mail.recipients()), false);
        try {
            AlertMail message = new AlertMail(mail, alert, clock.instant());
            transport.sendMessage(message, delivery.left().toArray(Address[]::new));
            lastUsed = nanoTime.getAsLong();
            return Outcome.SENT;
        } catch (SendFailedException e) {
            lastUsed = nanoTime.getAsLong();
            return partly(delivery, e);
        } catch (MessagingException e) {
            disconnect();
            remember(delivery);
            return verdict.notSent(e);
        }
    }

    private Outcome partly(Delivery delivery, SendFailedException e) {
        Set<Address> have = set(e.getValidSentAddresses());
        Set<Address> never = set(e.getInvalidAddresses());
        if (have.isEmpty() && never.isEmpty()) {
            return whole(delivery, verdict.notSent(e));
        }
        boolean someHaveIt = delivery.someHaveIt() || !have.isEmpty();
        String reason = verdict.recipients(e);
        List<Address> left = delivery.left().stream()
                .filter(a -> !have.contains(a) && !never.contains(a))
                .toList();
        refused.removeAll(have);
        if (refused.addAll(never) && someHaveIt) {
            log.warn("sink email: alert {} reaches only some of its recipients: {}", delivery.id(), reason);
        }
        if (!left.isEmpty()) {
            remember(new Delivery(delivery.id(), left, someHaveIt));
            return new Outcome.Retry(reason);
        }
        return someHaveIt ? Outcome.SENT : new Outcome.Rejected(reason);
    }

    /** The mail was refused to all who still lack it. */
    private Outcome whole(Delivery delivery, Outcome outcome) {
        if (outcome instanceof Outcome.Rejected refusal && delivery.someHaveIt()) {
            log.warn("sink email: alert {} reaches only some of its recipients: {}", delivery.id(), refusal.reason());
            return Outcome.SENT;
        }
        if (!(outcome instanceof Outcome.Rejected)) {
            disconnect();
            remember(delivery);
        }
        return outcome;
    }

    private void remember(Delivery delivery) {
        if (delivery.left().size() < mail.recipients().length) {
            unfinished.put(delivery.id(), delivery);
            if (unfinished.size() > MAX_UNFINISHED) {
                unfinished.remove(unfinished.keySet().iterator().next());
            }
        }
    }

    private static Set<Address> set(Address @Nullable [] addresses) {
        return addresses == null ? Set.of() : new LinkedHashSet<>(Arrays.asList(addresses));
    }

    private Transport connected() throws MessagingException {
        idle();
        // isConnected asks the server.
        if (connection != null && connection.isConnected()) {
            return connection;
        }
        disconnect();
        Transport fresh = mail.session().getTransport("smtp");
        connection = fresh;
        fresh.connect(mail.host(), mail.port(), mail.user(), mail.password());
        lastUsed = nanoTime.getAsLong();
        return fresh;
    }

    @Override
    public void idle() {
        if (connection != null && nanoTime.getAsLong() - lastUsed >= KEEP_NANOS) {
            disconnect();
        }
    }

    boolean isConnected() {
        return connection != null;
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (MessagingException e) {
                log.debug("closing the connection to {} fails", mail.host(), e);
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
