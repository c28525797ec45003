package io.tocsin.pipeline.evaluate.horizon;

import org.antlr.v4.runtime.Token;

/**
 * Why a statement cannot be rebuilt.
 *
 * @param at the word that makes it so; its position is relative to the statement's text, line from 1, column from 0
 * @param message what is wrong, and the form to write instead
 */
public record Finding(Token at, String message) {}
