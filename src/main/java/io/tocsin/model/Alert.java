package io.tocsin.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of an alert, as every sink gets it.
 *
 * @param id differs for each change, equal in every replay
 * @param alert the same for every state of one alert, equal in every replay
 * @param rule the rule's name
 * @param state what changed
 * @param severity the rule's severity
 * @param host the sensor's host, or null where the rule does not select it
 * @param service the sensor's service, or null where the rule does not select it
 * @param time the engine's clock when the state changed, epoch ms UTC
 * @param startedAt the engine's clock when the alert fired, epoch ms UTC; a notice's own time
 * @param count rows since {@code startedAt}, at least 1
 * @param sequence the message that caused the change; for a timer the last message evaluated before it
 * @param summary text for people
 * @param values the row that caused the change, columns in select order: String, Long, Double, Boolean, List, Map or
 *     null
 */
public record Alert(
        String id,
        String alert,
        String rule,
        AlertState state,
        Severity severity,
        @Nullable String host,
        @Nullable String service,
        long time,
        long startedAt,
        long count,
        long sequence,
        String summary,
        Map<String, @Nullable Object> values) {}
