/** From a message's bytes to metric values. */
@NullMarked
package io.tocsin.pipeline.decode;

import org.jspecify.annotations.NullMarked;
