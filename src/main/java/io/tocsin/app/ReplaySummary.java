package io.tocsin.app;

import io.tocsin.model.AlertState;
import io.tocsin.model.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay saw and gave.
 *
 * @param received messages read
 * @param decoded messages that are sensor messages; {@code received = decoded + skipped}
 * @param skipped how many others, by reason; reasons that did not occur are left out
 * @param items items of decoded messages; {@code items = events + skippedItems}
 * @param events items evaluated
 * @param skippedItems how many others, by kind; kinds that did not occur are left out
 * @param late events dated before the engine's clock and evaluated all the same
 * @param future events dated too far after the log
 * @param leaps steps of the clock too long to be walked
 * @param alerts how many changes, by rule and state; rules without any are left out
 * @param derived derived events; not part of the JSON
 * @param basis what beside the log it went by, in words; empty where there was only a file. Not part of the JSON
 * @param failures how often rules failed on an event, by rule; not part of the JSON
 */
public record ReplaySummary(
        long received,
        long decoded,
        Map<String, Long> skipped,
        long items,
        long events,
        Map<String, Long> skippedItems,
        long late,
        long future,
        long leaps,
        SortedMap<String, SortedMap<String, Long>> alerts,
        long derived,
        String basis,
        Map<String, Long> failures) {

    /** One line of JSON. */
    public String json() {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("received", received);
        o.put("decoded", decoded);
        o.put("skipped", skipped);
        o.put("items", items);
        o.put("events", events);
        o.put("skippedItems", skippedItems);
        o.put("late", late);
        o.put("future", future);
        o.put("leaps", leaps);
        o.put("alerts", alerts);
        return Json.object(o);
    }

    /** A few lines for people. */
    public String text() {
        CountLines lines = new CountLines()
                .messages(received, decoded, skipped)
                .items(items, events, skippedItems)
                .line("events    %,d late, %,d dated in the future; %,d leaps of the clock", late, future, leaps)
                .line("derived   %,d", derived);
        if (!basis.isEmpty()) {
            lines.line("basis     %s", basis);
        }
        if (!failures.isEmpty()) {
            lines.line("failures  %s: these rules failed on events and gave no row for them", new TreeMap<>(failures));
        }
        if (alerts.isEmpty()) {
            lines.line("alerts    none");
        }
        StringBuilder b = lines.text();
        int width = alerts.keySet().stream().mapToInt(String::length).max().orElse(0);
        String head = "alerts    ";
        for (Map.Entry<String, SortedMap<String, Long>> rule : alerts.entrySet()) {
            b.append(head)
                    .append(rule.getKey())
                    .append(" ".repeat(width - rule.getKey().length()));
            for (AlertState state : AlertState.values()) {
                Long n = rule.getValue().get(state.word());
                if (n != null) {
                    b.append(String.format(Locale.ROOT, "  %s %,d", state.word(), n));
                }
            }
            b.append('\n');
            head = "          ";
        }
        return b.toString();
    }
}
