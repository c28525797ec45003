package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.SkippedItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a replay: an event and what the rules made of it, or what came by the clock alone.
 *
 * @param sequence the message; of the clock the last one evaluated before
 * @param clock engine time, epoch ms UTC
 * @param event the event, or null where it was the clock, or other rules took over
 * @param skipped why the event was not evaluated, or null where it was
 * @param rows in order of rule, key and text, often none
 * @param alerts the changes that followed, in order, often none
 */
public record ReplayStep(
        long sequence,
        long clock,
        @Nullable Metric event,
        @Nullable SkippedItem skipped,
        List<Row> rows,
        List<Alert> alerts) {
    public ReplayStep {
        rows = List.copyOf(rows);
        alerts = List.copyOf(alerts);
    }
}
