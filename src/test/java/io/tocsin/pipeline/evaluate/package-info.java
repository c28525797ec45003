@NullMarked
package io.tocsin.pipeline.evaluate;

import org.jspecify.annotations.NullMarked;
