/** A Java agent that kills its process with signal 9 at a chosen moment, so that a test can choose the moment. */
@NullMarked
package io.tocsin.chaos;

import org.jspecify.annotations.NullMarked;
