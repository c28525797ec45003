package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.pipeline.consume.Repairs.Cause;

/**
 * Why a session is given up: after this, order and completeness are no longer certain.
 *
 * @param reason for the operator
 */
record Doubt(Cause cause, String reason) {}
