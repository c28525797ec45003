package io.tocsin.nats;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.config.Secret;
import io.tocsin.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Settings of a log on a server of the tests, changed step by step. */
public record ServerSettings(Settings.Log log) {
    public static ServerSettings of(StreamingServer server, String channel) {
        return new ServerSettings(new Settings.Log(
                server.url(),
                StreamingServer.CLUSTER,
                "tocsin",
                channel,
                server.monitor(),
                Settings.Start.NEW,
                null,
                null,
                null,
                null,
                Duration.ofSeconds(1)));
    }

    public ServerSettings url(String url) {
        return with(url, log.cluster(), log.monitor(), log.user(), log.password(), log.token(), log.tls());
    }

    public ServerSettings cluster(String cluster) {
        return with(log.url(), cluster, log.monitor(), log.user(), log.password(), log.token(), log.tls());
    }

    public ServerSettings withoutMonitor() {
        return monitor(null);
    }

    public ServerSettings monitor(@Nullable String monitor) {
        return with(log.url(), log.cluster(), monitor, log.user(), log.password(), log.token(), log.tls());
    }

    public ServerSettings login(String user, String password) {
        return with(log.url(), log.cluster(), log.monitor(), user, new Secret(password), log.token(), log.tls());
    }

    public ServerSettings token(String token) {
        return with(log.url(), log.cluster(), log.monitor(), log.user(), log.password(), new Secret(token), log.tls());
    }

    public ServerSettings tls(@Nullable Path ca) {
        return with(
                log.url(), log.cluster(), log.monitor(), log.user(), log.password(), log.token(), new Settings.Tls(ca));
    }

    private ServerSettings with(
            String url,
            String cluster,
            @Nullable String monitor,
            @Nullable String user,
            @Nullable Secret password,
            @Nullable Secret token,
            Settings.@Nullable Tls tls) {
        return new ServerSettings(new Settings.Log(
                url,
                cluster,
                log.client(),
                log.channel(),
                monitor,
                log.start(),
                user,
                password,
                token,
                tls,
                log.watchdog()));
    }

    /** Bodies {@code body 1} to {@code body n}. */
    public static List<byte[]> bodies(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> ("body " + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
