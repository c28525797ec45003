/** Alerts and derived events to NATS Streaming channels. */
@NullMarked
package io.tocsin.pipeline.send.nats;

import org.jspecify.annotations.NullMarked;
