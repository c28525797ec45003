package io.tocsin.pipeline.decode;

import java.util.Arrays;

/**
 * Reads what nearly every message is, straight from its bytes: one object, whose texts are ASCII without escapes, whose items
 * and location are numbers and whose other fields are texts or numbers. That takes half the time of a parser for all of JSON.
 * What it reads it reads as {@link JsonReader} would; everything else, right or wrong, it leaves to that. Two levels deep, which
 * any limit of depth admits. Not thread-safe.
 */
final class PlainReader {
    /** In place of a position: this is not plain. */
    private static final int NOT_PLAIN = -1;

    private static final int LONGEST_LOCATION = 128;

    private final Draft draft;
    private final Names names = new Names("_id", "timestamp", "loc", "context", "items", "producer", "number");
    private final Timestamps timestamps = new Timestamps();
    private final Decimal decimal = new Decimal();

    /** The location read last, with its brackets: the messages of a plant come from few places. */
    private final byte[] location = new byte[LONGEST_LOCATION];

    private int locationLength;
    private double longitude;
    private double latitude;

    PlainReader(Draft draft) {
        this.draft = draft;
    }

    /** Whether the message is plain; if it is not, the draft holds a part of it. */
    boolean read(byte[] data) {
        draft.clear();
        int at = space(data, 0);
        if (!Ascii.is(data, at, '{')) {
            return false;
        }
        draft.object();
        do {
            at = field(data, space(data, at + 1));
        } while (Ascii.is(data, at, ','));
        return Ascii.is(data, at, '}') && space(data, at + 1) == data.length;
    }

    /** Reads a name and its value; answers where the comma or brace behind it stands. */
    private int field(byte[] data, int from) {
        int quote = text(data, from);
        int at = value(data, quote);
        if (at == NOT_PLAIN || at >= data.length) {
            return NOT_PLAIN;
        }
        String field = names.intern(data, from + 1, quote);
        int end =
                switch (data[at]) {
                    case '"' -> readText(field, data, at);
                    case '{' -> field.equals("items") ? items(data, at) : NOT_PLAIN;
                    case '[' -> field.equals("loc") ? location(data, at) : NOT_PLAIN;
                    default -> readNumber(field, data, at);
                };
        return end == NOT_PLAIN ? NOT_PLAIN : space(data, end);
    }

    private int readText(String field, byte[] data, int from) {
        int quote = text(data, from);
        if (quote == NOT_PLAIN) {
            return NOT_PLAIN;
        }
        int first = from + 1;
        switch (field) {
            case "_id" -> draft.id(Ascii.string(data, first, quote));
            case "timestamp" -> draft.time(timestamps.parse(data, first, quote - first));
            case "context" -> draft.context(names.intern(data, first, quote));
            case "producer" -> draft.producer(Ascii.string(data, first, quote));
            case "items", "loc", "number" -> {
                return NOT_PLAIN;
            }
            default -> {} // unknown fields do no harm
        }
        return quote + 1;
    }

    private int readNumber(String field, byte[] data, int from) {
        int end = decimal.read(data, from);
        switch (field) {
            case "_id", "timestamp", "context", "producer", "items", "loc" -> {
                return NOT_PLAIN;
            }
            case "number" -> {
                if (end == NOT_PLAIN || !decimal.isLong()) {
                    return NOT_PLAIN;
                }
                draft.number(decimal.longValue());
            }
            default -> {} // unknown fields do no harm
        }
        return end;
    }

    private int items(byte[] data, int from) {
        if (!Ascii.is(data, from, '{')) {
            return NOT_PLAIN;
        }
        draft.items();
        int at = from;
        do {
            int name = space(data, at + 1);
            int quote = text(data, name);
            at = value(data, quote);
            at = at == NOT_PLAIN ? NOT_PLAIN : decimal.read(data, at);
            if (at == NOT_PLAIN) {
                return NOT_PLAIN;
            }
            draft.item(names.intern(data, name + 1, quote), decimal.value());
            at = space(data, at);
        } while (Ascii.is(data, at, ','));
        return Ascii.is(data, at, '}') ? at + 1 : NOT_PLAIN;
    }

    private int location(byte[] data, int from) {
        int end = isLastLocation(data, from) ? from + locationLength : readLocation(data, from);
        if (end != NOT_PLAIN) {
            draft.location(longitude, latitude);
        }
        return end;
    }

    private boolean isLastLocation(byte[] data, int from) {
        int to = from + locationLength;
        return locationLength > 0 && to <= data.length && Arrays.equals(data, from, to, location, 0, locationLength);
    }

    private int readLocation(byte[] data, int from) {
        locationLength = 0;
        if (!Ascii.is(data, from, '[')) {
            return NOT_PLAIN;
        }
        longitude = Double.NaN;
        latitude = Double.NaN;
        int at = from;
        int index = 0;
        do {
            at = decimal.read(data, space(data, at + 1));
            if (at == NOT_PLAIN) {
                return NOT_PLAIN;
            }
            longitude = index == 0 ? decimal.value() : longitude;
            latitude = index == 1 ? decimal.value() : latitude;
            index++;
            at = space(data, at);
        } while (Ascii.is(data, at, ','));
        if (!Ascii.is(data, at, ']')) {
            return NOT_PLAIN;
        }
        int end = at + 1;
        if (end - from <= LONGEST_LOCATION) {
            locationLength = end - from;
            System.arraycopy(data, from, location, 0, locationLength);
        }
        return end;
    }

    /** Where the value begins of a name that ends with this quote. */
    private static int value(byte[] data, int quote) {
        int colon = quote == NOT_PLAIN ? NOT_PLAIN : space(data, quote + 1);
        return Ascii.is(data, colon, ':') ? space(data, colon + 1) : NOT_PLAIN;
    }

    /** Where the quote stands that ends the text whose first quote stands here. */
    private static int text(byte[] data, int from) {
        if (!Ascii.is(data, from, '"')) {
            return NOT_PLAIN;
        }
        int at = from + 1;
        for (; at + Long.BYTES <= data.length; at += Long.BYTES) {
            long marks = Ascii.unquoted(Ascii.eight(data, at));
            if (marks != 0) {
                at += Ascii.place(marks);
                return data[at] == '"' ? at : NOT_PLAIN;
            }
        }
        for (; at < data.length; at++) {
            byte b = data[at];
            if (b == '"') {
                return at;
            }
            if (b < ' ' || b == '\\') {
                return NOT_PLAIN;
            }
        }
        return NOT_PLAIN;
    }

    /** The first place from here on that is not white space. */
    private static int space(byte[] data, int from) {
        int at = from;
        while (at < data.length && data[at] <= ' ' && isSpace(data[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
