/** Alerts as lines of text. */
@NullMarked
package io.tocsin.pipeline.send.terminal;

import org.jspecify.annotations.NullMarked;
