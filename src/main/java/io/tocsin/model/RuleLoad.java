package io.tocsin.model;

import java.time.Duration;

/**
 * What a rule costs.
 *
 * @param rule its name; of a statement without one its place
 * @param total engine time it has taken since the start of the service
 * @param time engine time it took in the last full minute, or in the present one if that is more already
 * @param held events, groups and the like that it held when last counted, at most a minute ago
 * @param overTime whether that is more time than its budget
 * @param overState whether that is more state than its budget
 */
public record RuleLoad(String rule, Duration total, Duration time, long held, boolean overTime, boolean overState) {}
