package io.tocsin.pipeline.send;

/**
 * What became of a sink's entries since the start of the program.
 *
 * @param sent entries the receiver has taken
 * @param retried attempts that failed and are tried again
 * @param setAside entries that were refused for good, or tried in vain for too long
 */
public record SendCounts(long sent, long retried, long setAside) {}
