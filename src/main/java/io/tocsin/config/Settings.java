package io.tocsin.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything {@code config/tocsin.yaml} says; keys are the component names in kebab case. */
public record Settings(Log log, Decode decode, Ttl ttl, Clock clock, Rules rules, State state, Sinks sinks) {

    /**
     * The log to read.
     *
     * @param url the NATS server, or several separated by commas
     * @param cluster the streaming cluster's id
     * @param client the streaming client id; a second live process with the same is refused by the server
     * @param channel the one channel that is read
     * @param monitor the streaming server's monitoring address, or null where it has none
     * @param start where to start without a checkpoint
     * @param watchdog how long nothing may arrive, while the server has more, before the subscription is rebuilt
     */
    public record Log(
            @Default("nats://127.0.0.1:4222") String url,
            @Default("tocsin") String cluster,
            @Default("tocsin") String client,
            @Default("sensors") String channel,
            @Nullable String monitor,
            @Default("new") Start start,
            @Nullable String user,
            @Nullable Secret password,
            @Nullable Secret token,
            @Nullable Tls tls,
            @Default("5 s") @Range(min = "1 s", max = "10 min") Duration watchdog) {}

    /** Where to start without a checkpoint: with the next message, or with the first one kept. */
    public enum Start {
        NEW,
        BEGINNING
    }

    /**
     * Encrypted connections.
     *
     * @param ca a PEM file with the authorities to trust, or null for those of the Java runtime
     */
    public record Tls(@Nullable Path ca) {}

    /** Limits of what is taken for a message. */
    public record Decode(
            @Default("1 MiB") @Range(min = "1 KiB", max = "64 MiB") Size maxMessage,
            @Default("64") @Range(min = "2", max = "1000") int maxDepth,
            @Default("10000") @Range(min = "1", max = "1000000") int maxItems,
            @Default("1024") @Range(min = "1", max = "1000000") int maxName) {}

    /** How long a sensor may stay silent: by service, else by context, else the default. */
    public record Ttl(
            @Default("5 min") @Range(min = "1 ms", max = "3650 d") Duration defaultTtl,
            @Default("{}") Map<String, Duration> services,
            @Default("{}") Map<String, Duration> contexts) {}

    /**
     * The engine's clock.
     *
     * @param tolerance how far after the log an event may be dated
     * @param stall how far the clock may fall behind the pace of the log
     * @param leap the longest step that is walked timer by timer
     */
    public record Clock(
            @Default("5 s") @Range(min = "0 s", max = "1 d") Duration tolerance,
            @Default("30 s") @Range(min = "1 ms", max = "1 d") Duration stall,
            @Default("24 h") @Range(min = "1 min", max = "3650 d") Duration leap) {}

    /**
     * The rule set.
     *
     * @param horizon how much engine time is read again to rebuild the windows
     * @param poll how often the folder is looked at
     * @param strict whether findings on memory and horizon are errors
     * @param variables EPL variables: Long, Double, Boolean or String
     */
    public record Rules(
            @Default("1 h") @Range(min = "0 s", max = "3650 d") Duration horizon,
            @Default("1 s") @Range(min = "100 ms", max = "1 h") Duration poll,
            @Default("false") boolean strict,
            @Default("UTC") ZoneId timeZone,
            @Default("{}") Map<String, Object> variables) {}

    /** Where the store lives. */
    public record State(@Default("state") Path folder) {}

    /** Where alerts go; a sink that is null or disabled gets none. */
    public record Sinks(@Nullable Terminal terminal, @Nullable Nats nats, @Nullable Email email, Retry retry) {}

    /** Alerts as lines on standard output. */
    public record Terminal(@Default("true") boolean enabled) {}

    /** Alerts to a channel of the log's server. */
    public record Nats(@Default("true") boolean enabled, @Default("alerts") String channel) {}

    /**
     * Alerts by e-mail, one a change.
     *
     * @param security how the connection is protected
     * @param ca a PEM file with the authorities to trust, or null for those of the Java runtime
     */
    public record Email(
            @Default("true") boolean enabled,
            String host,
            @Default("587") @Range(min = "1", max = "65535") int port,
            @Default("starttls") MailSecurity security,
            @Nullable Path ca,
            @Nullable String user,
            @Nullable Secret password,
            String from,
            java.util.List<String> to,
            @Default("10 s") @Range(min = "100 ms", max = "5 min") Duration timeout) {}

    /** How a mail connection is protected. */
    public enum MailSecurity {
        /** No encryption; for a relay on the same machine. */
        NONE,
        /** Starts in clear and is encrypted before anything is sent; a server that cannot is refused. */
        STARTTLS,
        /** Encrypted from the first byte. */
        SMTPS
    }

    /** Waiting between attempts: doubles from {@code first} up to {@code most}. */
    public record Retry(
            @Default("1 s") @Range(min = "10 ms", max = "1 h") Duration first,
            @Default("1 min") @Range(min = "10 ms", max = "1 d") Duration most) {}
}
