/** Flink as a contender. */
package io.tocsin.bench.flink;
