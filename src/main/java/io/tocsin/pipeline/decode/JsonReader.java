package io.tocsin.pipeline.decode;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.model.SkippedItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads any message by Jackson. Not thread-safe. */
final class JsonReader {
    private final Draft draft;
    private final Timestamps timestamps = new Timestamps();
    private boolean literals;

    JsonReader(Draft draft) {
        this.draft = draft;
    }

    /**
     * Reads a document to its end.
     *
     * @param literals whether the parser lets NaN and Infinity through
     * @throws IOException if it is not JSON, or has something after its value; the draft holds a part of it then
     */
    void read(JsonParser parser, boolean literals) throws IOException {
        this.literals = literals;
        draft.clear();
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonParseException(parser, "no value");
        }
        if (first == JsonToken.START_OBJECT) {
            draft.object();
            readFields(parser);
        } else {
            skip(parser, first);
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "a second value");
        }
    }

    private void readFields(JsonParser parser) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "_id" -> draft.id(text(parser, value));
                case "timestamp" -> draft.time(time(text(parser, value)));
                case "loc" -> readLocation(parser, value);
                case "context" -> draft.context(text(parser, value));
                case "items" -> readItems(parser, value);
                case "producer" -> draft.producer(text(parser, value));
                case "number" -> readNumber(parser, value);
                default -> skip(parser, value);
            }
        }
    }

    /** Null where it is none. */
    private @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        skip(parser, value);
        return null;
    }

    /** What is not ASCII is no part of a timestamp, and neither is the question mark that takes its place here. */
    private long time(@Nullable String text) {
        if (text == null) {
            return Timestamps.INVALID;
        }
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return timestamps.parse(ascii, 0, ascii.length);
    }

    private void readNumber(JsonParser parser, JsonToken value) throws IOException {
        boolean whole =
                value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        draft.number(whole ? parser.getLongValue() : 0);
        if (!whole) {
            skip(parser, value);
        }
    }

    private void readLocation(JsonParser parser, JsonToken value) throws IOException {
        double longitude = Double.NaN;
        double latitude = Double.NaN;
        if (value == JsonToken.START_ARRAY) {
            int index = 0;
            for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                double degrees = degrees(parser, t);
                longitude = index == 0 ? degrees : longitude;
                latitude = index == 1 ? degrees : latitude;
                index++;
            }
        } else {
            skip(parser, value);
        }
        draft.location(longitude, latitude);
    }

    /** Not a number where it is none. */
    private double degrees(JsonParser parser, JsonToken value) throws IOException {
        if (value.isNumeric()) {
            return number(parser, value);
        }
        skip(parser, value);
        return Double.NaN;
    }

    private void readItems(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            draft.noItems();
            skip(parser, value);
            return;
        }
        draft.items();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token.isNumeric()) {
                draft.item(name, number(parser, token));
            } else {
                skip(parser, token);
                draft.skippedItem(name, kind(token));
            }
        }
    }

    private static SkippedItem kind(JsonToken value) {
        return switch (value) {
            case VALUE_NULL -> SkippedItem.NULL;
            case VALUE_TRUE, VALUE_FALSE -> SkippedItem.BOOLEAN;
            case START_ARRAY -> SkippedItem.ARRAY;
            case START_OBJECT -> SkippedItem.OBJECT;
            default -> SkippedItem.STRING;
        };
    }

    private double number(JsonParser parser, JsonToken value) throws IOException {
        if (isNonFinite(parser, value)) {
            draft.nonFinite();
            return Double.NaN;
        }
        return parser.getDoubleValue();
    }

    /** Reads on to the end of this value. */
    private void skip(JsonParser parser, JsonToken value) throws IOException {
        int depth = 0;
        JsonToken token = value;
        while (true) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (isNonFinite(parser, token)) {
                draft.nonFinite();
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    /** Whether a number is one of the three literals that are told from other damage; the parser knows more of them. */
    private boolean isNonFinite(JsonParser parser, JsonToken value) throws IOException {
        if (!literals || value != JsonToken.VALUE_NUMBER_FLOAT) {
            return false;
        }
        char[] text = parser.getTextCharacters();
        char last = text[parser.getTextOffset() + parser.getTextLength() - 1];
        if (last >= '0' && last <= '9') {
            return false;
        }
        return switch (parser.getText()) {
            case "NaN", "Infinity", "-Infinity" -> true;
            default -> throw new JsonParseException(parser, "not a number");
        };
    }
}
