/** The command line, one class per command. */
@NullMarked
package io.tocsin.cli;

import org.jspecify.annotations.NullMarked;
