/** Makes the files in {@code samples/}. */
@NullMarked
package io.tocsin.samples;

import org.jspecify.annotations.NullMarked;
