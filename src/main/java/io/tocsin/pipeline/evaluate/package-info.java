/** The engine: clock and rule set. The only package that sees Esper; it has no thread, no wall clock and no I/O beyond reading the rule folder. */
@NullMarked
package io.tocsin.pipeline.evaluate;

import org.jspecify.annotations.NullMarked;
