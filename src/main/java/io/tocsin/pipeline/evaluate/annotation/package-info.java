/** The annotations of rules, as EPL sees them. */
@NullMarked
package io.tocsin.pipeline.evaluate.annotation;

import org.jspecify.annotations.NullMarked;
