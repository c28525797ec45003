/**
 * Windows and groups of Esper in a form that costs less, with the same content and the same rows. Rules, and what is compiled of
 * them, know nothing of it: the runtime asks here for what makes a window, the aggregations of a statement and its events.
 */
@NullMarked
package io.tocsin.pipeline.evaluate.window;

import org.jspecify.annotations.NullMarked;
