package io.tocsin.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.streaming.NatsStreaming;
import io.nats.streaming.StreamingConnection;
import io.tocsin.config.Secret;
import io.tocsin.config.Settings;
import io.tocsin.nats.ConnectFailedException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** How to connect to the server that settings name. Safe for any thread. */
public final class NatsServer {
    private static final String SILENCE_PROTOBUF = "com.google.protobuf.use_unsafe_pre22_gencode";
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(2);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);
    private static final int MAX_PINGS_OUT = 2;
    private static final Duration STREAMING_PING_INTERVAL = Duration.ofSeconds(2);
    private static final int STREAMING_MAX_PINGS_OUT = 3;
    private static final long REASON_WAIT_MS = 500;

    static {
        // java-nats-streaming's generated classes are old; protobuf would warn about each on standard error. The
        // messages come from the broker the operator chose, and their size is bounded by it.
        if (System.getProperty(SILENCE_PROTOBUF) == null) {
            System.setProperty(SILENCE_PROTOBUF, "");
        }
    }

    private final Settings.Log settings;
    private final String[] urls;
    private final String address;

    public NatsServer(Settings.Log settings) {
        this.settings = settings;
        this.urls = Arrays.stream(settings.url().split(",", -1))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toArray(String[]::new);
        this.address = Arrays.stream(urls)
                .map(url -> Reasons.withoutLogin(url.contains("://") ? url : "//" + url)
                        .replaceFirst("^[a-zA-Z]*:?//", ""))
                .collect(Collectors.joining(", "));
    }

    /** Host and port of each server, without login. */
    public String address() {
        return address;
    }

    public String cluster() {
        return settings.cluster();
    }

    /**
     * Connects to NATS: each address is tried once. The connection then repairs itself for ever and buffers nothing
     * while it is broken.
     *
     * @param name shown in the server's monitoring
     * @param listener called on the library's thread
     */
    public Connection connect(String name, Consumer<Events> listener)
            throws ConnectFailedException, InterruptedException {
        ConnectionErrors errors = new ConnectionErrors(address);
        Options options = options(name, listener, errors);
        try {
            Connection connection = Nats.connect(options);
            errors.connected();
            return connection;
        } catch (IOException e) {
            ConnectFailedException failure = errors.failure(e, REASON_WAIT_MS);
            SSLContext context = options.getSslContext();
            if (failure.kind() == Kind.UNREACHABLE && context != null) {
                for (String url : urls) {
                    SSLException objection = TlsProbe.objection(url, context);
                    if (objection != null) {
                        throw errors.failure(objection, 0);
                    }
                }
            }
            throw failure;
        }
    }

    private Options options(String name, Consumer<Events> listener, ConnectionErrors errors)
            throws ConnectFailedException {
        Options.Builder options = new Options.Builder()
                .connectionName(name)
                .connectionTimeout(CONNECT_WAIT)
                .pingInterval(PING_INTERVAL)
                .maxPingsOut(MAX_PINGS_OUT)
                .socketWriteTimeout(Duration.ofSeconds(10))
                .dataPortType(LimitedDataPort.class.getName())
                .maxReconnects(-1)
                .reconnectBufferSize(0)
                .reconnectWait(Duration.ofMillis(100))
                .reconnectJitter(Duration.ofMillis(100))
                .errorListener(errors)
                .connectionListener((connection, event) -> {
                    if (event == Events.RECONNECTED) {
                        errors.recovered();
                    }
                    listener.accept(event);
                });
        try {
            options.servers(urls);
        } catch (IllegalArgumentException e) {
            throw new ConnectFailedException(
                    Kind.REFUSED, "log.url: '" + address + "' is not an address such as nats://127.0.0.1:4222");
        }
        Secret password = settings.password();
        if (settings.user() != null) {
            options.userInfo(
                    settings.user().toCharArray(),
                    password == null ? new char[0] : password.reveal().toCharArray());
        }
        Secret token = settings.token();
        if (token != null) {
            options.token(token.reveal().toCharArray());
        }
        Secret nkey = settings.nkey();
        if (nkey != null) {
            options.authHandler(new NkeyLogin(nkey));
        }
        Settings.Tls tls = settings.tls();
        if (tls != null) {
            // This mode alone keeps the host name, which the certificate is verified against.
            options.sslContext(TlsContext.create(tls)).hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
        }
        try {
            return options.build();
        } catch (IllegalStateException e) {
            throw new ConnectFailedException(Kind.REFUSED, "log: " + Reasons.of(e));
        }
    }

    /**
     * Opens a streaming session on a connection that is connected.
     *
     * @param ackWait how long a published message may stay unacknowledged
     * @param inFlight how many published messages may be unacknowledged; publishing more blocks
     * @param lost called on the library's thread when the server has forgotten this client or no longer answers it
     */
    public StreamingConnection stream(
            Connection connection, String clientId, Duration ackWait, int inFlight, Consumer<String> lost)
            throws ConnectFailedException, InterruptedException {
        try {
            StreamingConnection streaming = NatsStreaming.connect(
                    settings.cluster(),
                    clientId,
                    new io.nats.streaming.Options.Builder()
                            .natsConn(connection)
                            .clusterId(settings.cluster())
                            .clientId(clientId)
                            .connectWait(CONNECT_WAIT)
                            .pubAckWait(ackWait)
                            .maxPubAcksInFlight(inFlight)
                            .pingInterval(STREAMING_PING_INTERVAL)
                            .maxPingsOut(STREAMING_MAX_PINGS_OUT)
                            .connectionLostHandler((session, e) -> lost.accept(Reasons.of(e)))
                            .build());
            if (streaming == null) { // how the library says that it was interrupted
                Thread.interrupted();
                throw new InterruptedException();
            }
            return streaming;
        } catch (IOException e) {
            throw refused(clientId, Reasons.of(e));
        } catch (IllegalStateException e) { // the connection broke meanwhile
            throw new ConnectFailedException(
                    Kind.UNREACHABLE, "the connection to the NATS server at " + address + " broke: " + Reasons.of(e));
        }
    }

    private ConnectFailedException refused(String clientId, String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("already registered")) {
            return new ConnectFailedException(
                    Kind.CLIENT_IN_USE,
                    "client id '" + clientId + "' is in use by another live process at " + address
                            + "; stop that process, or set another log.client");
        }
        if (text.contains("invalid clientid") || text.contains("clientid missing")) {
            return new ConnectFailedException(
                    Kind.REFUSED,
                    "client id '" + clientId + "' is refused by the server at " + address
                            + ": only letters, digits, '-' and '_' are allowed; check log.client");
        }
        if (text.contains("timeout")) {
            return new ConnectFailedException(
                    Kind.NO_STREAMING,
                    "no streaming server with cluster id '" + settings.cluster() + "' answers at " + address
                            + "; check log.cluster, and that the server has finished starting");
        }
        return new ConnectFailedException(Kind.UNREACHABLE, "the streaming server at " + address + " said: " + reason);
    }

    /** Why a subscription to this channel failed. */
    public ConnectFailedException subscribeFailed(String channel, Exception e) {
        String reason = Reasons.of(e);
        if (reason.toLowerCase(Locale.ROOT).contains("invalid subject")) {
            return new ConnectFailedException(
                    Kind.REFUSED,
                    "log.channel: the server at " + address + " does not take '" + channel + "' for a channel name");
        }
        return new ConnectFailedException(
                Kind.UNREACHABLE, "no subscription to channel '" + channel + "' at " + address + ": " + reason);
    }

    /** A connection that was made before is broken and not repaired yet. */
    public ConnectFailedException notConnected() {
        return new ConnectFailedException(
                Kind.UNREACHABLE, "the connection to the NATS server at " + address + " is broken");
    }
}
