package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.streaming.Subscription;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A short subscription that asks for one sequence; an empty channel never answers. */
final class Probe {
    private static final Logger log = LoggerFactory.getLogger(Probe.class);

    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile long sequence;
    private @Nullable Subscription subscription;

    void subscribed(Subscription subscription) {
        this.subscription = subscription;
    }

    void found(long first) {
        if (answered.getCount() > 0) {
            sequence = first;
            answered.countDown();
        }
    }

    /** The sequence, once there is one; empty after the wait. */
    OptionalLong await(long waitMs) throws InterruptedException {
        return answered.await(waitMs, TimeUnit.MILLISECONDS) ? OptionalLong.of(sequence) : OptionalLong.empty();
    }

    void close() {
        Subscription open = subscription;
        subscription = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException | RuntimeException e) { // its session is gone, and it with it
            log.debug("closing a probe", e);
            if (!(e.getCause() instanceof InterruptedException)) {
                Thread.interrupted(); // the library sets it for a timeout too (SubscriptionImpl.close, 2.2.3)
            }
        }
    }
}
