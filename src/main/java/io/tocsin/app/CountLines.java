package io.tocsin.app;

import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The lines that a replay's summary and a service's totals have in common. */
public final class CountLines {
    private final StringBuilder text = new StringBuilder();

    /** Messages by the reason why they gave no event. */
    public static Map<String, Long> skipped(Counters counters) {
        Map<String, Long> found = new LinkedHashMap<>();
        for (SkipReason reason : SkipReason.values()) {
            if (counters.skipped(reason) > 0) {
                found.put(reason.label(), counters.skipped(reason));
            }
        }
        return found;
    }

    /** Items by the reason why they gave no event. */
    public static Map<String, Long> skippedItems(Counters counters) {
        Map<String, Long> found = new LinkedHashMap<>();
        for (SkippedItem kind : SkippedItem.values()) {
            if (counters.skippedItem(kind) > 0) {
                found.put(kind.label(), counters.skippedItem(kind));
            }
        }
        return found;
    }

    CountLines messages(long received, long decoded, Map<String, Long> skipped) {
        return line("messages  %,d received, %,d decoded, %s", received, decoded, skipped(skipped));
    }

    CountLines items(long items, long events, Map<String, Long> skipped) {
        return line("items     %,d, %,d events, %s", items, events, skipped(skipped));
    }

    private static String skipped(Map<String, Long> counts) {
        long sum = counts.values().stream().mapToLong(Long::longValue).sum();
        String by = counts.isEmpty()
                ? ""
                : " " + new TreeMap<>(counts).toString().replace('{', '(').replace('}', ')');
        return String.format(Locale.ROOT, "%,d skipped%s", sum, by);
    }

    CountLines line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
        return this;
    }

    StringBuilder text() {
        return text;
    }
}
