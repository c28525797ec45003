/** Where a message enters: the log contract and its adapters. */
@NullMarked
package io.tocsin.pipeline.consume;

import org.jspecify.annotations.NullMarked;
