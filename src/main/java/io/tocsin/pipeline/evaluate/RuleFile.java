package io.tocsin.pipeline.evaluate;

/**
 * One file of the rule folder.
 *
 * @param path relative to the folder, with forward slashes
 * @param text its content
 */
public record RuleFile(String path, String text) {}
