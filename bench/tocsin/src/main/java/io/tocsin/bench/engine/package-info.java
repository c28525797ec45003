/** Tocsin and its parts as contenders. */
package io.tocsin.bench.engine;
