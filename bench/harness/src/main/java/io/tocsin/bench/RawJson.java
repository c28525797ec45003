package io.tocsin.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * Jackson's streaming parser as its documentation shows it, with its fast double parser: every name, text and number of a
 * message is taken once. Nothing is checked beyond the JSON.
 */
public final class RawJson {
    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private String host = "";
    private String timestamp = "";
    private String context = "";

    /** What takes the items of a message. */
    public interface Items {
        void item(String service, double value);
    }

    /** Reads one message. */
    public void read(byte[] message, Items items) throws IOException {
        try (JsonParser parser = json.createParser(message)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "_id" -> host = parser.getText();
                    case "timestamp" -> timestamp = parser.getText();
                    case "context" -> context = parser.getText();
                    case "items" -> readItems(parser, items);
                    default -> readOther(parser, value);
                }
            }
        }
    }

    private static void readItems(JsonParser parser, Items items) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            items.item(name, parser.getDoubleValue());
        }
    }

    private static void readOther(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.getText();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.getDoubleValue();
        }
    }

    /** Of the message read last; known before its items come. */
    public String host() {
        return host;
    }

    /** Of the message read last; known before its items come. */
    public String context() {
        return context;
    }

    /** Of the message read last, epoch ms; known before its items come. */
    public long time() {
        return Timestamp.millis(timestamp);
    }
}
