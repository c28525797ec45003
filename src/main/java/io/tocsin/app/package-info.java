/** The service: the one place where the stages are wired, started, reloaded and closed. */
@NullMarked
package io.tocsin.app;

import org.jspecify.annotations.NullMarked;
