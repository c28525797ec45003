package io.tocsin.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.tocsin.nats.ConnectFailedException.Kind;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the client library says about one connection: it reports the true cause of a failure only here, and only
 * some time after the failure. Once connected, each different problem is logged once, with a count of its repeats.
 */
final class ConnectionErrors implements ErrorListener {
    private static final Logger log = LoggerFactory.getLogger(ConnectionErrors.class);
    private static final int MOST_SEEN = 20;

    private final String address;
    private boolean connected;
    private @Nullable Throwable refusal;
    private @Nullable Throwable other;
    private final Set<String> seen = new HashSet<>();
    private long repeats;

    ConnectionErrors(String address) {
        this.address = address;
    }

    synchronized void connected() {
        connected = true;
    }

    /** The reason of a failed connect, waiting a moment for it, since the library tells it from another thread. */
    synchronized ConnectFailedException failure(Exception thrown, long waitMs) throws InterruptedException {
        if (isRefusal(thrown)) {
            refusal = thrown;
        }
        long end = System.nanoTime() + waitMs * 1_000_000;
        while (refusal == null && other == null) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        if (refusal != null) {
            return new ConnectFailedException(
                    Kind.REFUSED,
                    "the NATS server at " + address + " and this client do not agree: " + advice(refusal));
        }
        return new ConnectFailedException(
                Kind.UNREACHABLE,
                "no connection to the NATS server at " + address + ": " + Reasons.of(other == null ? thrown : other)
                        + "; check that it runs there, and log.url");
    }

    private static boolean isRefusal(Throwable e) {
        if (Reasons.has(e, AuthenticationException.class) || Reasons.has(e, CertificateException.class)) {
            return true;
        }
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return isAlert(e)
                || text.contains("ssl required by server")
                || text.contains("ssl connection wanted by client")
                || text.contains("authorization violation");
    }

    /** Whether the server ended the encryption and said why; it is about the client's certificate, as a rule. */
    private static boolean isAlert(Throwable e) {
        return Reasons.has(e, SSLException.class) && Reasons.of(e).contains("Received fatal alert");
    }

    private static String advice(Throwable e) {
        String reason = Reasons.of(e);
        if (Reasons.has(e, CertificateException.class)) {
            return "its certificate is not trusted (" + reason + "); check log.tls.ca and the host name in log.url";
        }
        if (isAlert(e)) {
            return "the server refuses the encryption (" + reason
                    + "); where it asks for a client's certificate, check log.tls.certificate and log.tls.key";
        }
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("ssl required")) {
            return "the server asks for TLS; set log.tls";
        }
        if (text.contains("ssl connection wanted")) {
            return "log.tls is set, but the server offers no TLS";
        }
        return "login refused (" + reason + "); check log.user, log.password, log.token and log.nkey";
    }

    @Override
    public synchronized void exceptionOccurred(Connection connection, Exception e) {
        if (isRefusal(e)) {
            refusal = e;
        } else {
            other = e;
        }
        notifyAll();
        report(Reasons.of(e));
    }

    @Override
    public synchronized void errorOccurred(Connection connection, String error) {
        if (!connected) {
            exceptionOccurred(connection, new IOException(error));
        } else {
            report(Reasons.withoutLogin(error));
        }
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        // Only counts what is waiting; nothing is dropped, as the number of unacknowledged messages bounds it.
    }

    private void report(String reason) {
        if (!connected) {
            return;
        }
        if (seen.size() < MOST_SEEN && seen.add(reason)) {
            log.warn("NATS server at {}: {}", address, reason);
        } else {
            repeats++;
        }
    }

    /** The connection works again. */
    synchronized void recovered() {
        log.info("NATS server at {}: connected again; {} further problems meanwhile", address, repeats);
        repeats = 0;
        seen.clear();
    }
}
