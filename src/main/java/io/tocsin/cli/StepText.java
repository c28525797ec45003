package io.tocsin.cli;

import io.tocsin.app.ReplayStep;
import io.tocsin.model.Alert;
import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.SafeText;
import io.tocsin.model.SkippedItem;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.send.terminal.AlertLine;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A step of a replay for people: a line of the event, then one of each row and of each change of an alert. */
final class StepText {
    private static final int MAX_NAME = 200;
    private static final int MAX_ROW = 1000;
    private static final String INDENT = "    ";

    private StepText() {}

    /** The lines, each with its end. */
    static String of(ReplayStep step, boolean colour) {
        StringBuilder text = new StringBuilder(head(step)).append('\n');
        for (Row row : step.rows()) {
            text.append(INDENT).append("row    ").append(row(row)).append('\n');
        }
        for (Alert alert : step.alerts()) {
            text.append(INDENT)
                    .append("alert  ")
                    .append(AlertLine.format(alert, colour))
                    .append('\n');
        }
        return text.toString();
    }

    /** Sequence, time, sensor, value and clock. */
    static String head(ReplayStep step) {
        Metric event = step.event();
        if (event == null) {
            return "after #" + step.sequence() + "  clock " + UtcTime.format(step.clock());
        }
        return "#" + event.sequence() + "  " + UtcTime.format(event.time()) + "  "
                + SafeText.line(event.host() + "/" + event.service(), MAX_NAME) + "  " + value(event.metric())
                + "  clock " + UtcTime.format(event.seen()) + dated(event, step.skipped());
    }

    /** How the event's time lies to the clock, and whether it counts. */
    private static String dated(Metric event, @Nullable SkippedItem skipped) {
        double seconds = Math.abs(event.seen() - event.time()) / 1000.0;
        if (skipped == SkippedItem.DUPLICATE) {
            return "  duplicate, not evaluated";
        }
        if (skipped == SkippedItem.TOO_LATE) {
            return String.format(Locale.ROOT, "  too late by %.3f s, not evaluated", seconds);
        }
        return event.time() == event.seen()
                ? ""
                : String.format(
                        Locale.ROOT, event.time() < event.seen() ? "  late by %.3f s" : "  future by %.3f s", seconds);
    }

    private static String row(Row row) {
        String values = row.map().entrySet().stream().map(StepText::column).collect(Collectors.joining(", "));
        return SafeText.line(row.rule().name() + "  " + values, MAX_ROW);
    }

    /** The value as it is in JSON; what a summary would show as a time as a time. */
    private static String column(Map.Entry<String, @Nullable Object> column) {
        String name = column.getKey();
        boolean time = name.equals("time") || name.endsWith("Time");
        return name + "="
                + (time && column.getValue() instanceof Long ms ? UtcTime.format(ms) : value(column.getValue()));
    }

    private static String value(@Nullable Object value) {
        String array = Json.array(Collections.singletonList(value));
        return array.substring(1, array.length() - 1);
    }
}
