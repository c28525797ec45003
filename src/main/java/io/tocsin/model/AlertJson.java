package io.tocsin.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An alert as one line of JSON, the form every program gets; fields always in the same order. */
public final class AlertJson {
    private AlertJson() {}

    /** One line, without a line end. */
    public static String write(Alert a) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeStringField("id", a.id());
            out.writeStringField("alert", a.alert());
            out.writeStringField("rule", a.rule());
            out.writeStringField("state", a.state().word());
            out.writeStringField("severity", a.severity().word());
            out.writeFieldName("host");
            Json.value(out, a.host());
            out.writeFieldName("service");
            Json.value(out, a.service());
            out.writeStringField("time", UtcTime.format(a.time()));
            out.writeStringField("startedAt", UtcTime.format(a.startedAt()));
            out.writeNumberField("count", a.count());
            out.writeNumberField("sequence", a.sequence());
            out.writeStringField("summary", a.summary());
            out.writeFieldName("values");
            Json.value(out, a.values());
            out.writeEndObject();
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    @SuppressWarnings("unchecked") // values was written from such a map
    public static Alert read(String json) {
        Map<String, @Nullable Object> o = Json.readObject(json);
        return new Alert(
                text(o, "id"),
                text(o, "alert"),
                text(o, "rule"),
                AlertState.valueOf(text(o, "state").toUpperCase(Locale.ROOT)),
                Severity.of(text(o, "severity")),
                (String) o.get("host"),
                (String) o.get("service"),
                Instant.parse(text(o, "time")).toEpochMilli(),
                Instant.parse(text(o, "startedAt")).toEpochMilli(),
                number(o, "count"),
                number(o, "sequence"),
                text(o, "summary"),
                (Map<String, @Nullable Object>) field(o, "values"));
    }

    private static Object field(Map<String, @Nullable Object> o, String name) {
        return Objects.requireNonNull(o.get(name), name);
    }

    private static String text(Map<String, @Nullable Object> o, String name) {
        return (String) field(o, name);
    }

    private static long number(Map<String, @Nullable Object> o, String name) {
        return (Long) field(o, name);
    }
}
