package io.tocsin.pipeline.decode;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.model.Origin;
import io.tocsin.model.Readings;
import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one document says, as far as it matters. The whole document is read before it is judged: damage at its end comes
 * before a fault at its beginning. Not thread-safe; used for one message after the other.
 */
final class Draft {
    private final int maxName;
    private final @Nullable Ranges ranges;
    private final Items items;
    private final Names contexts = new Names();
    private final Timestamps timestamps = new Timestamps();

    private boolean literals;
    private boolean nonFinite;
    private boolean object;
    private @Nullable String id;
    private long time;
    private boolean hasItems;
    /** Not a number: none. */
    private double longitude;

    private double latitude;
    private @Nullable String context;
    private @Nullable String producer;
    private long number;

    /** @param ranges null where every value is admitted */
    Draft(int maxItems, int maxName, @Nullable Ranges ranges) {
        this.maxName = maxName;
        this.ranges = ranges;
        items = new Items(maxItems, maxName);
    }

    /**
     * Reads a document to its end.
     *
     * @param literals whether the parser lets NaN and Infinity through
     * @throws IOException if it is not JSON, or has something after its value
     */
    void read(JsonParser parser, boolean literals) throws IOException {
        this.literals = literals;
        nonFinite = false;
        id = null;
        time = Timestamps.INVALID;
        hasItems = false;
        longitude = Double.NaN;
        latitude = Double.NaN;
        context = null;
        producer = null;
        number = 0;
        items.clear();
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonParseException(parser, "no value");
        }
        object = first == JsonToken.START_OBJECT;
        if (object) {
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
                case "_id" -> readId(parser, value);
                case "timestamp" -> readTimestamp(parser, value);
                case "loc" -> readLocation(parser, value);
                case "context" -> readContext(parser, value);
                case "items" -> readItems(parser, value);
                case "producer" -> readProducer(parser, value);
                case "number" -> readNumber(parser, value);
                default -> skip(parser, value);
            }
        }
    }

    private void readId(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            id = parser.getText();
        } else {
            id = null;
            skip(parser, value);
        }
    }

    private void readContext(JsonParser parser, JsonToken value) throws IOException {
        context = null;
        if (value == JsonToken.VALUE_STRING) {
            String text = contexts.intern(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            context = Items.isLonger(text, maxName) ? null : text;
        } else {
            skip(parser, value);
        }
    }

    private void readProducer(JsonParser parser, JsonToken value) throws IOException {
        producer = null;
        if (value == JsonToken.VALUE_STRING) {
            producer = parser.getTextLength() > Origin.MAX_PRODUCER ? null : parser.getText();
        } else {
            skip(parser, value);
        }
    }

    private void readNumber(JsonParser parser, JsonToken value) throws IOException {
        boolean whole =
                value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        number = whole ? parser.getLongValue() : 0;
        if (!whole) {
            skip(parser, value);
        }
    }

    private void readTimestamp(JsonParser parser, JsonToken value) throws IOException {
        time = Timestamps.INVALID;
        if (value == JsonToken.VALUE_STRING) {
            time = timestamps.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else {
            skip(parser, value);
        }
    }

    private void readLocation(JsonParser parser, JsonToken value) throws IOException {
        longitude = Double.NaN;
        latitude = Double.NaN;
        if (value != JsonToken.START_ARRAY) {
            skip(parser, value);
            return;
        }
        int index = 0;
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
            double degrees = finite(parser, t);
            if (index == 0) {
                longitude = degrees;
            } else if (index == 1) {
                latitude = degrees;
            }
            index++;
        }
    }

    /** Not a number where it is none, or is not finite. */
    private double finite(JsonParser parser, JsonToken value) throws IOException {
        if (!value.isNumeric()) {
            skip(parser, value);
            return Double.NaN;
        }
        double number = number(parser, value);
        return Double.isFinite(number) ? number : Double.NaN;
    }

    private void readItems(JsonParser parser, JsonToken value) throws IOException {
        items.clear();
        hasItems = value == JsonToken.START_OBJECT;
        if (!hasItems) {
            skip(parser, value);
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token.isNumeric()) {
                double number = number(parser, token);
                items.put(name, number, fault(name, number));
            } else {
                skip(parser, token);
                items.put(name, 0, kind(token));
            }
        }
    }

    private @Nullable SkippedItem fault(String service, double value) {
        if (!Double.isFinite(value)) {
            return SkippedItem.NOT_FINITE;
        }
        return ranges == null || ranges.admits(service, value) ? null : SkippedItem.OUT_OF_RANGE;
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
            nonFinite = true;
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
                nonFinite = true;
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

    /** The first reason that holds why the document gives no event, or null. */
    @Nullable
    SkipReason fault() {
        if (nonFinite) {
            return SkipReason.NAN_LITERAL;
        }
        if (!object) {
            return SkipReason.NOT_AN_OBJECT;
        }
        if (id == null || id.isEmpty()) {
            return SkipReason.ID;
        }
        if (time == Timestamps.INVALID) {
            return SkipReason.TIMESTAMP;
        }
        if (!hasItems) {
            return SkipReason.ITEMS;
        }
        if (items.tooMany()) {
            return SkipReason.TOO_MANY_ITEMS;
        }
        return Items.isLonger(id, maxName) || items.nameTooLong() ? SkipReason.NAME_TOO_LONG : null;
    }

    /** What a document without a fault gives; its items are counted. */
    Readings readings(Counters counters) {
        if (id == null) {
            throw new IllegalStateException("a faulty message has no readings");
        }
        items.countSkipped(counters);
        counters.messageDecoded(items.size(), items.usable());
        return new Readings(
                id, time, orNull(longitude), orNull(latitude), context, items.services(), items.values(), origin());
    }

    private static @Nullable Double orNull(double degrees) {
        return Double.isNaN(degrees) ? null : (Double) degrees;
    }

    private @Nullable Origin origin() {
        return producer == null || producer.isEmpty() || number < 1 ? null : new Origin(producer, number);
    }
}
