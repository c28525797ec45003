/** The log in a file of one message a line. */
@NullMarked
package io.tocsin.pipeline.consume.file;

import org.jspecify.annotations.NullMarked;
