/** Siddhi as a contender. */
package io.tocsin.bench.siddhi;
