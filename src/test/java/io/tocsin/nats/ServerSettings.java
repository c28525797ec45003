package io.tocsin.nats;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.config.Secret;
import io.tocsin.config.Settings;
import io.tocsin.config.Start;
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
                new Start.New(),
                null,
                null,
                null,
                null,
                null,
                Duration.ofSeconds(1)));
    }

    public ServerSettings url(String url) {
        return with(url, log.cluster(), log.monitor());
    }

    public ServerSettings cluster(String cluster) {
        return with(log.url(), cluster, log.monitor());
    }

    public ServerSettings withoutMonitor() {
        return monitor(null);
    }

    public ServerSettings monitor(@Nullable String monitor) {
        return with(log.url(), log.cluster(), monitor);
    }

    public ServerSettings login(String user, String password) {
        return with(user, new Secret(password), log.token(), log.nkey(), log.tls());
    }

    public ServerSettings token(String token) {
        return with(log.user(), log.password(), new Secret(token), log.nkey(), log.tls());
    }

    public ServerSettings nkey(String seed) {
        return with(log.user(), log.password(), log.token(), new Secret(seed), log.tls());
    }

    public ServerSettings tls(@Nullable Path ca) {
        return encrypted(new Settings.Tls(ca, null, null));
    }

    public ServerSettings encrypted(Settings.Tls tls) {
        return with(log.user(), log.password(), log.token(), log.nkey(), tls);
    }

    private ServerSettings with(String url, String cluster, @Nullable String monitor) {
        return new ServerSettings(new Settings.Log(
                url,
                cluster,
                log.client(),
                log.channel(),
                monitor,
                log.start(),
                log.user(),
                log.password(),
                log.token(),
                log.nkey(),
                log.tls(),
                log.watchdog()));
    }

    private ServerSettings with(
            @Nullable String user,
            @Nullable Secret password,
            @Nullable Secret token,
            @Nullable Secret nkey,
            Settings.@Nullable Tls tls) {
        return new ServerSettings(new Settings.Log(
                log.url(),
                log.cluster(),
                log.client(),
                log.channel(),
                log.monitor(),
                log.start(),
                user,
                password,
                token,
                nkey,
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
