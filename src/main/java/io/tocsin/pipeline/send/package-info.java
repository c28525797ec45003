/** Where an alert leaves: the sink contract, retry, and the adapters. */
@NullMarked
package io.tocsin.pipeline.send;

import org.jspecify.annotations.NullMarked;
