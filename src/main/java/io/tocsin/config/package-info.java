/** Settings: loading, checking, secrets. */
@NullMarked
package io.tocsin.config;

import org.jspecify.annotations.NullMarked;
