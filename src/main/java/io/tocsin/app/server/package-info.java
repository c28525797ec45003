/** A NATS Streaming server of our own on loopback, for the demo and for tests. */
@NullMarked
package io.tocsin.app.server;

import org.jspecify.annotations.NullMarked;
