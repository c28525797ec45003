package io.tocsin.app.ruletest;

import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.Set;

/**
 * A test, ready to run.
 *
 * @param file its file, as problems show it
 * @param test what it says
 * @param tested the rules whose alerts must all be listed
 * @param rules all rules, with the test's own values of variables
 * @param settings likewise
 */
record LoadedTest(String file, RuleTest test, Set<String> tested, RuleSet rules, Settings settings) {}
