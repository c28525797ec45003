package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.streaming.Subscription;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes subscriptions that nobody needs any more. */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    private Subscriptions() {}

    /** Waits for the server's answer for two seconds at most; one that cannot be closed ends with its streaming session. */
    static void close(Subscription subscription) {
        try {
            subscription.close();
        } catch (IOException | RuntimeException e) { // its session is gone, and it with it
            log.debug("closing a subscription", e);
            if (e.getCause() instanceof TimeoutException || e.getCause() instanceof ExecutionException) {
                Thread.interrupted(); // the library sets it for these too (SubscriptionImpl.close, 2.2.3)
            }
        }
    }
}
