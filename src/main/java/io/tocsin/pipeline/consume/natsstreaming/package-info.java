/** The log on a NATS Streaming channel. */
@NullMarked
package io.tocsin.pipeline.consume.natsstreaming;

import org.jspecify.annotations.NullMarked;
