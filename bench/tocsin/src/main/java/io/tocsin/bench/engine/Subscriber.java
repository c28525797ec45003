package io.tocsin.bench.engine;

import io.nats.streaming.NatsStreaming;
import io.nats.streaming.Options;
import io.nats.streaming.StreamingConnection;
import io.nats.streaming.SubscriptionOptions;
import io.tocsin.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The client library as its documentation shows it: subscribes from the first message and lets it acknowledge by itself. */
final class Subscriber {
    private static final int IN_FLIGHT = 8192;
    private static final long LIMIT_SECONDS = 120;

    private Subscriber() {}

    /** What takes the messages' bytes; called on one thread. */
    interface Handler {
        void message(byte[] data) throws IOException;
    }

    /** Hands over so many messages. */
    static void read(Settings.Log log, long count, Handler handler) throws Exception {
        CountDownLatch last = new CountDownLatch(1);
        Options options = new Options.Builder()
                .natsUrl(log.url())
                .connectWait(Duration.ofSeconds(10))
                .build();
        StreamingConnection connection = NatsStreaming.connect(log.cluster(), "raw-" + UUID.randomUUID(), options);
        try {
            connection.subscribe(
                    log.channel(),
                    message -> {
                        try {
                            handler.message(message.getData());
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                        if (message.getSequence() == count) {
                            last.countDown();
                        }
                    },
                    new SubscriptionOptions.Builder()
                            .deliverAllAvailable()
                            .maxInFlight(IN_FLIGHT)
                            .build());
            if (!last.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("message " + count + " has not come");
            }
        } finally {
            connection.close();
        }
    }
}
