package io.tocsin.cli;

import io.tocsin.app.ReplayStep;
import io.tocsin.model.AlertJson;
import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.SkippedItem;
import io.tocsin.model.UtcTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step of a replay as one line of JSON; fields always in the same order. */
final class StepJson {
    private StepJson() {}

    /** One line, without a line end. */
    static String of(ReplayStep step) {
        return Json.object(map(step));
    }

    static Map<String, @Nullable Object> map(ReplayStep step) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("sequence", step.sequence());
        o.put("clock", UtcTime.format(step.clock()));
        Metric event = step.event();
        o.put("event", event == null ? null : event(event, step.skipped()));
        o.put("rows", step.rows().stream().map(StepJson::row).toList());
        o.put(
                "alerts",
                step.alerts().stream()
                        .map(AlertJson::write)
                        .map(Json::readObject)
                        .toList());
        return o;
    }

    private static Map<String, @Nullable Object> event(Metric event, @Nullable SkippedItem skipped) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("host", event.host());
        o.put("service", event.service());
        o.put("metric", event.metric());
        o.put("time", UtcTime.format(event.time()));
        o.put("late", Math.max(0, event.seen() - event.time()));
        o.put("future", event.time() > event.seen());
        o.put("skipped", skipped == null ? null : skipped.label());
        o.put("ttl", event.ttl());
        o.put("longitude", event.longitude());
        o.put("latitude", event.latitude());
        o.put("context", event.context());
        return o;
    }

    private static Map<String, @Nullable Object> row(Row row) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("rule", row.rule().name());
        o.put("values", row.map());
        return o;
    }
}
