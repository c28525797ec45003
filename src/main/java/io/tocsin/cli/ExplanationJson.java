package io.tocsin.cli;

import io.tocsin.app.Explanation;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.model.Json;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.evaluate.RuleTexts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What led to an alert as one line of JSON; fields always in the same order. */
final class ExplanationJson {
    private ExplanationJson() {}

    /** One line, without a line end. */
    static String of(Explanation e) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("change", alert(e.found().change()));
        o.put(
                "changes",
                e.found().changes().stream().map(ExplanationJson::alert).toList());
        o.put("rule", rule(e));
        o.put("source", e.source());
        o.put("logBegins", e.logBegins());
        o.put("warmedFrom", e.stretch().warm());
        o.put("from", e.stretch().from());
        o.put("to", e.stretch().to());
        o.put("gone", e.isGone());
        o.put("cut", e.isCut());
        o.put("again", e.again());
        o.put("sensors", e.sensors());
        o.put("events", e.seen());
        o.put("since", e.steps().isEmpty() ? null : UtcTime.format(e.since()));
        o.put("steps", e.steps().stream().map(StepJson::map).toList());
        return Json.object(o);
    }

    private static Map<String, @Nullable Object> rule(Explanation e) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("name", e.found().change().rule());
        o.put("after", e.rule().after());
        o.put("known", e.rule().known());
        o.put("today", e.rule().today().name().toLowerCase(Locale.ROOT));
        o.put("statements", e.rule().parts().stream().map(ExplanationJson::part).toList());
        return o;
    }

    private static Map<String, @Nullable Object> part(RuleTexts.Part part) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("role", part.role().name().toLowerCase(Locale.ROOT));
        o.put("file", part.file());
        o.put("line", (long) part.line());
        o.put("text", part.text());
        return o;
    }

    private static Map<String, @Nullable Object> alert(Alert alert) {
        return Json.readObject(AlertJson.write(alert));
    }
}
