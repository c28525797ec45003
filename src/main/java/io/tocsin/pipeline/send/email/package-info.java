/** Alerts by e-mail; the only package that sees javax.mail. */
@NullMarked
package io.tocsin.pipeline.send.email;

import org.jspecify.annotations.NullMarked;
