package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.client.Connection;
import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import io.tocsin.nats.NatsServer;
import io.tocsin.nats.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a channel as anybody would, with the client library and nothing of ours. */
final class PlainSubscriber {
    private PlainSubscriber() {}

    /** Everything the channel holds, as {@code sequence body}; there must be no publisher any more. */
    @SuppressWarnings("try") // the library's close() may be interrupted, and so may a test
    static List<String> wholeChannel(ServerSettings settings, long mostMessages) throws Exception {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        NatsServer server = new NatsServer(settings.log());
        List<String> all = new ArrayList<>();
        try (Connection nats = server.connect("plain", event -> {});
                StreamingConnection streaming = server.stream(nats, "plain", Duration.ofSeconds(1), 1, reason -> {})) {
            streaming.subscribe(
                    settings.log().channel(),
                    message -> queue.add(
                            message.getSequence() + " " + new String(message.getData(), StandardCharsets.UTF_8)),
                    new SubscriptionOptions.Builder().deliverAllAvailable().build());
            while (all.size() < mostMessages) {
                String next = queue.poll(2, TimeUnit.SECONDS);
                if (next == null) {
                    break;
                }
                all.add(next);
            }
        }
        return all;
    }
}
