/**
 * What keeps rules from the JVM: an EPL file computes, and reaches neither classes nor files nor threads. Statements are looked
 * at before they are compiled, and the classes that they compile to before these are loaded.
 */
@NullMarked
package io.tocsin.pipeline.evaluate.sandbox;

import org.jspecify.annotations.NullMarked;
