package io.tocsin.pipeline.consume.natsstreaming;

/**
 * The last message delivered. A subscription that is opened anew begins with it, so that a log which was begun anew
 * meanwhile, and has come further than the old one, is not taken for the old one.
 *
 * @param timestamp as the server stored it, ns
 */
record Anchor(long sequence, long timestamp) {}
