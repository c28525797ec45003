package io.tocsin.pipeline.consume.natsstreaming;

import java.time.Duration;

/**
 * Figures that are not settings.
 *
 * @param maxInFlight the most messages of unknown size that the server sends ahead of the receiver
 * @param maxBytes of those that wait for it; what comes beyond is asked for again
 * @param ackWait after which the server sends an unacknowledged message again; long, because a redelivery is never
 *     needed here: a lost message is found by its sequence, and a receiver may block for long
 * @param patience how long the first connect of a bounded read, of {@code bounds()}, or to a streaming server that does
 *     not answer may take; later, and for a follower, there is no limit
 */
record Tuning(int maxInFlight, long maxBytes, Duration ackWait, Duration patience) {
    static final Tuning DEFAULT = new Tuning(2048, 64 << 20, Duration.ofHours(6), Duration.ofSeconds(10));
}
