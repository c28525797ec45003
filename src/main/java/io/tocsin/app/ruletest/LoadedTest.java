package io.tocsin.app.ruletest;

import java.util.Set;

/**
 * A test, ready to run.
 *
 * @param file its file, as problems show it
 * @param test what it says
 * @param tested the rules whose alerts must all be listed
 */
record LoadedTest(String file, RuleTest test, Set<String> tested) {}
