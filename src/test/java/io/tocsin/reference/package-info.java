/** The engine against a plain evaluation in Java that knows nothing of Esper, over seeded random streams. */
@NullMarked
package io.tocsin.reference;

import org.jspecify.annotations.NullMarked;
