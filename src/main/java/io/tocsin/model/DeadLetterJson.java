package io.tocsin.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A dead letter as one line of JSON, the form its readers get; fields always in the same order. */
public final class DeadLetterJson {
    private DeadLetterJson() {}

    /** One line, without a line end. */
    public static String write(DeadLetter d) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeNumberField("sequence", d.sequence());
            out.writeFieldName("timestamp");
            Json.value(out, d.timestamp() == Message.NO_TIMESTAMP ? null : UtcTime.format(d.timestamp()));
            out.writeStringField("reason", d.reason().label());
            out.writeNumberField("size", d.size());
            out.writeStringField(d.text() ? "data" : "base64", d.content());
            if (d.cut()) {
                out.writeBooleanField("cut", true);
            }
            out.writeEndObject();
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static DeadLetter read(String json) {
        Map<String, @Nullable Object> o = Json.readObject(json);
        String timestamp = (String) o.get("timestamp");
        boolean text = o.containsKey("data");
        return new DeadLetter(
                (Long) field(o, "sequence"),
                timestamp == null
                        ? Message.NO_TIMESTAMP
                        : Instant.parse(timestamp).toEpochMilli(),
                SkipReason.of((String) field(o, "reason")),
                Math.toIntExact((Long) field(o, "size")),
                (String) field(o, text ? "data" : "base64"),
                text,
                o.containsKey("cut"));
    }

    private static Object field(Map<String, @Nullable Object> o, String name) {
        return Objects.requireNonNull(o.get(name), name);
    }
}
