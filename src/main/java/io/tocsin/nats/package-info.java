/**
 * A connection to a NATS Streaming server, as reading and sending both need it: address, login, encryption, and why a
 * server refuses. Public so that adapters of different stages can share it.
 */
@NullMarked
package io.tocsin.nats;

import org.jspecify.annotations.NullMarked;
