package io.tocsin.pipeline.consume.natsstreaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The streaming server's monitoring port; see "Endpoints" in the NATS Streaming documentation on monitoring. Blocking;
 * each call takes at most a few seconds.
 */
final class Monitor {
    private static final int TIMEOUT_MS = 2_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final String channel;

    Monitor(String base, String channel) {
        this.base = base.replaceAll("/+$", "");
        this.channel = channel;
    }

    /**
     * One look at the channel.
     *
     * @param started since when the server has been running, epoch ms by its clock
     * @param now the broker's time before the sequences were read, epoch ms
     * @param first the first sequence kept, {@code last + 1} where none is
     * @param last the last sequence stored, 0 for a channel that does not exist (yet)
     */
    record Snapshot(String cluster, String version, long started, long now, long first, long last) {}

    Snapshot look() throws IOException {
        JsonNode server = get("/streaming/serverz");
        if (server == null) {
            throw new IOException("log.monitor: no NATS Streaming server's monitoring at " + address());
        }
        String cluster = server.path("cluster_id").asText("");
        String version = server.path("version").asText("");
        long started = time(server.path("start_time").asText(""));
        long now = time(server.path("now").asText(""));
        JsonNode found = get("/streaming/channelsz?channel=" + URLEncoder.encode(channel, StandardCharsets.UTF_8));
        if (found == null) {
            return new Snapshot(cluster, version, started, now, 1, 0);
        }
        long last = found.path("last_seq").asLong();
        long first = found.path("msgs").asLong() == 0
                ? last + 1
                : Math.max(1, found.path("first_seq").asLong());
        return new Snapshot(cluster, version, started, now, first, last);
    }

    /** The channel's limit of age; empty where there is none. */
    Optional<Duration> maxAge() throws IOException {
        JsonNode store = get("/streaming/storez");
        if (store == null) {
            return Optional.empty();
        }
        JsonNode forAll = store.path("limits");
        JsonNode own = forAll.path("channels").properties().stream()
                .filter(limits -> covers(limits.getKey()))
                .max(Comparator.comparing(limits -> narrowness(limits.getKey())))
                .map(Map.Entry::getValue)
                .orElse(forAll);
        long nanos = own.path("max_age").asLong();
        return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
    }

    /** Whether a name with wildcards means the channel: {@code *} one word, {@code >} the rest. */
    private boolean covers(String pattern) {
        return channel.matches(Stream.of(pattern.split("\\.", -1))
                .map(word -> word.equals(">") ? ".+" : word.equals("*") ? "[^.]+" : Pattern.quote(word))
                .collect(Collectors.joining("\\.")));
    }

    /** Sorts names that cover one channel as the server does: of two, by the first word in which they differ. */
    private static String narrowness(String pattern) {
        return pattern.replace('>', '\0').replace('*', '\1');
    }

    private long time(String now) throws IOException {
        try {
            return Instant.parse(now).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IOException("log.monitor: " + address() + " gives no time that can be read", e);
        }
    }

    /** The answer, or null for 404. */
    private @Nullable JsonNode get(String path) throws IOException {
        HttpURLConnection http;
        try {
            http = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException(
                    "log.monitor: '" + address() + "' is not an address such as http://127.0.0.1:8222", e);
        }
        http.setConnectTimeout(TIMEOUT_MS);
        http.setReadTimeout(TIMEOUT_MS);
        try {
            int status = http.getResponseCode();
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                return null;
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("log.monitor: " + address() + " answers with HTTP status " + status);
            }
            try (InputStream in = http.getInputStream()) {
                return JSON.readTree(in.readNBytes(MOST_BYTES));
            }
        } finally {
            http.disconnect();
        }
    }

    private String address() {
        return base.replaceFirst("(?<=//)[^/@]*@", "");
    }
}
