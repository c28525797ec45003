package io.tocsin.pipeline.consume.natsstreaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.streaming.Message;
import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import io.tocsin.nats.NatsServer;
import io.tocsin.nats.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a channel as anybody would, with the client library and nothing of ours. */
final class PlainSubscriber {
    private PlainSubscriber() {}

    /** Everything the channel holds, as {@code sequence body}; there must be no publisher any more. */
    @SuppressWarnings("try") // the library's close() may be interrupted, and so may a test
    static List<String> wholeChannel(ServerSettings settings, long mostMessages) throws Exception {
        BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
        NatsServer server = new NatsServer(settings.log());
        // By sequence: the server may deliver a message more than once.
        SortedMap<Long, String> all = new TreeMap<>();
        try (Connection nats = server.connect("plain", event -> {});
                StreamingConnection streaming = server.stream(nats, "plain", Duration.ofSeconds(1), 1, reason -> {})) {
            streaming.subscribe(
                    settings.log().channel(),
                    queue::add,
                    new SubscriptionOptions.Builder().deliverAllAvailable().build());
            while (all.size() < mostMessages) {
                Message next = queue.poll(2, TimeUnit.SECONDS);
                if (next == null) {
                    break;
                }
                String body = new String(next.getData(), StandardCharsets.UTF_8);
                String known = all.putIfAbsent(next.getSequence(), body);
                assertThat(known == null || known.equals(body))
                        .as("message %d is %s, and was %s", next.getSequence(), body, known)
                        .isTrue();
            }
        }
        return all.entrySet().stream()
                .map(message -> message.getKey() + " " + message.getValue())
                .toList();
    }
}
