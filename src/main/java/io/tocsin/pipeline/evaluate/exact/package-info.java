/**
 * avg, sum and stddev as functions of a window's content alone. Esper's own add what enters and subtract what leaves in
 * doubles, so one glitch of 3.4e38 leaves a scar for ever and a rebuilt window differs in the last bits. Here sums are exact
 * integers: whatever came and went, equal content gives equal bits. With them max and min, which Esper has right, in less
 * memory and time.
 */
@NullMarked
package io.tocsin.pipeline.evaluate.exact;

import org.jspecify.annotations.NullMarked;
