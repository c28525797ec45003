@NullMarked
package io.tocsin.pipeline.evaluate.window;

import org.jspecify.annotations.NullMarked;
