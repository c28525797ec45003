package io.tocsin.pipeline.consume.natsstreaming;

/**
 * What a {@link NatsStreamingLog} had to put right so far, over all its reads. None of it reaches a receiver.
 *
 * @param rebuilds subscriptions opened anew after any doubt
 * @param redelivered messages dropped because they had been delivered before
 * @param outOfOrder messages not taken because one before them was missing
 */
public record NatsStreamingStats(long rebuilds, long redelivered, long outOfOrder) {}
