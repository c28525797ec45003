/** What outlives the engine, in one SQLite file: checkpoint, marks, journal, open alerts, outbox, alert history. */
@NullMarked
package io.tocsin.store;

import org.jspecify.annotations.NullMarked;
