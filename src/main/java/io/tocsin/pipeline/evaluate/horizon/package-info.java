/**
 * How much of the past a rule needs, read from its text: what must be read of the log again so that an engine thrown away and
 * built anew gives the same rows. Nothing here runs a rule.
 */
@NullMarked
package io.tocsin.pipeline.evaluate.horizon;

import org.jspecify.annotations.NullMarked;
