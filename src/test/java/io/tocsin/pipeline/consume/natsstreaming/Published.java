package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import java.time.Duration;
import java.util.List;

/** Puts messages into a channel. */
final class Published {
    private Published() {}

    static void to(ServerSettings settings, List<byte[]> messages) throws Exception {
        try (NatsStreamingPublisher publisher = new NatsStreamingPublisher(
                settings.log(), "test-publisher", settings.log().channel(), 1_000, 0, Duration.ofSeconds(10))) {
            publisher.connect();
            long line = 0;
            for (byte[] message : messages) {
                publisher.publish(++line, message);
            }
            publisher.finish();
        }
    }
}
