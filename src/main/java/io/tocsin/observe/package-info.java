/** Counters: every message, item and alert is counted once on its way out. */
@NullMarked
package io.tocsin.observe;

import org.jspecify.annotations.NullMarked;
