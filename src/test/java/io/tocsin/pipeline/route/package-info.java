@NullMarked
package io.tocsin.pipeline.route;

import org.jspecify.annotations.NullMarked;
