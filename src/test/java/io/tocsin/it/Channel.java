package io.tocsin.it;

import static org.awaitility.Awaitility.await;

import io.nats.streaming.NatsStreaming;
import io.nats.streaming.Options;
import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import io.tocsin.app.server.StreamingServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A channel as anybody reads it: from its first message on, with the client library and nothing of ours. */
final class Channel implements AutoCloseable {
    /** Options of a server that drops a channel a second after its last reader, also of one that said no farewell. */
    static final List<String> SOON_EXPIRED =
            List.of("--max_inactivity", "1s", "--hb_interval", "1s", "--hb_timeout", "1s", "--hb_fail_count", "3");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<Received> records = new ArrayList<>();
    private final StreamingConnection connection;
    private final String name;

    /** One message of the channel. */
    record Received(long sequence, String text) {}

    private Channel(StreamingConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** Subscribes. */
    static Channel of(StreamingServer server, String name) throws Exception {
        StreamingConnection connection = NatsStreaming.connect(
                StreamingServer.CLUSTER,
                "reader-" + NUMBER.incrementAndGet(),
                new Options.Builder()
                        .natsUrl(server.url())
                        .connectWait(Duration.ofSeconds(10))
                        .build());
        Channel channel = new Channel(connection, name);
        connection.subscribe(
                name,
                m -> channel.add(new Received(m.getSequence(), new String(m.getData(), StandardCharsets.UTF_8))),
                new SubscriptionOptions.Builder().deliverAllAvailable().build());
        return channel;
    }

    /** The whole channel, when nobody publishes to it any more. */
    static List<Received> whole(StreamingServer server, String name) throws Exception {
        long last = Monitor.lastSequence(server, name);
        try (Channel channel = of(server, name)) {
            await("all " + last + " messages of channel " + name)
                    .atMost(Tocsin.LIMIT)
                    .until(() -> channel.size() >= last);
            return channel.received();
        }
    }

    private synchronized void add(Received received) {
        records.add(received);
    }

    private synchronized List<Received> received() {
        return List.copyOf(records);
    }

    synchronized int size() {
        return records.size();
    }

    List<String> texts() {
        return received().stream().map(Received::text).toList();
    }

    /** Waits until what has come satisfies the condition, and answers it. */
    List<Received> until(String what, Predicate<List<Received>> condition) {
        await(what + " on channel " + name)
                .atMost(Tocsin.LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> condition.test(received()));
        return received();
    }

    /** Waits for a message that holds the text. */
    void has(String text) {
        until("a message with " + text, all -> all.stream()
                .anyMatch(r -> r.text().contains(text)));
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
