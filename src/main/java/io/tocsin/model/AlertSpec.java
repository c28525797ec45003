package io.tocsin.model;

import java.util.List;

/**
 * What {@code @Alert} says of a rule.
 *
 * @param severity how bad
 * @param summary the text for people
 * @param key the columns that tell this rule's alerts apart; none: the rule has one alert
 * @param resolveAfter without a row for this long, ms of engine time, the alert resolves; 0: no timer resolves it
 * @param repeat while open it is sent again each this many ms of engine time; 0: never
 * @param each whether each row is a notice of its own
 * @param absence whether it rings because nothing came, and so resolves when its sensor reports again
 */
public record AlertSpec(
        Severity severity,
        Template summary,
        List<String> key,
        long resolveAfter,
        long repeat,
        boolean each,
        boolean absence) {}
