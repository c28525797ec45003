@NullMarked
package io.tocsin.pipeline.evaluate.exact;

import org.jspecify.annotations.NullMarked;
