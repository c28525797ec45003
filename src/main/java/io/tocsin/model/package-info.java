/** The words of Tocsin as records. Depends on no other package of Tocsin. */
@NullMarked
package io.tocsin.model;

import org.jspecify.annotations.NullMarked;
