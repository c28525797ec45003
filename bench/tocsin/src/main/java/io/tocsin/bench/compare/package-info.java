/** The comparison itself: contenders in their processes, rounds in turn, ratios, the table. */
package io.tocsin.bench.compare;
