package io.tocsin.pipeline.evaluate.sandbox;

import org.antlr.v4.runtime.Token;

/**
 * What a statement may not hold.
 *
 * @param at the word; its position is relative to the statement's text, line from 1, column from 0
 * @param message what is wrong, and what to write instead
 */
public record Refusal(Token at, String message) {}
