package io.tocsin.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it leaves Tocsin: doubles in their shortest form on every Java (before JDK 19 {@code Double.toString} was not),
 * null for what is not finite, and a lone surrogate as an escape, so that any name survives UTF-8.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<@Nullable Object>> ARRAY = new TypeReference<>() {};

    private Json() {}

    /** Something that writes JSON. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** What {@code body} writes, on one line. */
    static String text(Body body) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return escapeLoneSurrogates(text.toString());
    }

    /** A JSON array of values as {@link #value} writes them. */
    public static String array(List<? extends @Nullable Object> values) {
        String plain = plainTexts(values);
        return plain == null ? text(out -> value(out, values)) : plain;
    }

    /** What most keys of alerts are, without the cost of a generator; null where a value is anything but a text in plain ASCII. */
    private static @Nullable String plainTexts(List<? extends @Nullable Object> values) {
        StringBuilder json = new StringBuilder("[");
        for (Object value : values) {
            if (!(value instanceof String text) || !isPlain(text)) {
                return null;
            }
            json.append(json.length() == 1 ? "\"" : ",\"").append(text).append('"');
        }
        return json.append(']').toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** A JSON object of values as {@link #value} writes them. */
    public static String object(Map<String, ? extends @Nullable Object> values) {
        return text(out -> value(out, values));
    }

    /**
     * Reads a JSON object back.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static Map<String, @Nullable Object> readObject(String text) {
        return read(text, OBJECT);
    }

    /**
     * Reads a JSON array back.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static List<@Nullable Object> readArray(String text) {
        return read(text, ARRAY);
    }

    private static <T> T read(String text, TypeReference<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("not the JSON expected: " + e.getMessage(), e);
        }
    }

    /** Writes null, Boolean, Long, Double, String, List or Map; anything else by its text. */
    static void value(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Double d) {
            if (Double.isFinite(d)) {
                out.writeNumber(d);
            } else {
                out.writeNull();
            }
        } else if (value instanceof Number n) {
            out.writeNumber(n.longValue());
        } else if (value instanceof Boolean b) {
            out.writeBoolean(b);
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                out.writeFieldName(String.valueOf(e.getKey()));
                value(out, e.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                value(out, element);
            }
            out.writeEndArray();
        } else {
            out.writeString(value.toString());
        }
    }

    /** In JSON text a surrogate can only stand inside a string, so an escape may replace it where it stands. */
    private static String escapeLoneSurrogates(String json) {
        StringBuilder b = null;
        int copied = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
                continue;
            }
            b = b == null ? new StringBuilder(json.length() + 16) : b;
            b.append(json, copied, i).append("\\u").append(Integer.toHexString(c));
            copied = i + 1;
        }
        return b == null ? json : b.append(json, copied, json.length()).toString();
    }
}
