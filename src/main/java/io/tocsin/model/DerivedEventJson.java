package io.tocsin.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A derived event in the message format, so that any reader takes it for a sensor's message. */
public final class DerivedEventJson {
    private DerivedEventJson() {}

    /** One line, without a line end. */
    public static String write(DerivedEvent e) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeStringField("_id", e.host());
            out.writeStringField("timestamp", UtcTime.format(e.time()));
            if (e.longitude() != null && e.latitude() != null) {
                List<@Nullable Object> loc = new ArrayList<>(List.of(e.longitude(), e.latitude()));
                out.writeFieldName("loc");
                Json.value(out, loc);
            }
            if (e.context() != null) {
                out.writeStringField("context", e.context());
            }
            out.writeFieldName("items");
            Json.value(out, Map.of(e.service(), e.metric()));
            out.writeStringField("rule", e.rule());
            out.writeStringField("producer", e.producer());
            out.writeNumberField("number", e.number());
            out.writeEndObject();
        });
    }
}
