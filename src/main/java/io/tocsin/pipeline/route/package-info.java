/** From rows to alerts: firing, repeated, resolved, notice, nodata, in engine time. */
@NullMarked
package io.tocsin.pipeline.route;

import org.jspecify.annotations.NullMarked;
