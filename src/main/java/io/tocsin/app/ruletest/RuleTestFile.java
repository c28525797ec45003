package io.tocsin.app.ruletest;

import io.tocsin.config.Doc;
import java.util.List;

/** A file of tests. */
record RuleTestFile(@Doc("The tests, at least one.") List<RuleTest> tests) {}
