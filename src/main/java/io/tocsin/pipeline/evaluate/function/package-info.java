/** The functions that rules may call besides those of EPL: each bounded, without locale and time zone, null for null. */
@NullMarked
package io.tocsin.pipeline.evaluate.function;

import org.jspecify.annotations.NullMarked;
