/** eKuiper as a contender. */
package io.tocsin.bench.ekuiper;
