/**
 * Tests of rules, written by those who write the rules: {@code NAME.test.yaml} beside {@code NAME.epl}. They run the engine
 * and the routing of the service in virtual time, without a log, a store or a sink.
 */
@NullMarked
package io.tocsin.app.ruletest;

import org.jspecify.annotations.NullMarked;
