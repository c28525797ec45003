package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.streaming.Subscription;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A short subscription that asks for one sequence; an empty channel never answers. */
final class Probe {
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
        if (open != null) {
            Subscriptions.close(open);
        }
    }
}
