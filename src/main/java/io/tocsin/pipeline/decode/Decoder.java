package io.tocsin.pipeline.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.tocsin.config.Settings;
import io.tocsin.model.Readings;
import io.tocsin.model.SkipReason;
import io.tocsin.observe.Counters;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Flattens messages: RFC 8259 JSON in strict UTF-8 without a byte order mark, one value and nothing after it.
 *
 * <p>A name that comes twice keeps its first place and its last value, at every level. A message that gives no event is
 * counted under the first of the {@link SkipReason}s that holds, and an item that gives none under its
 * {@link io.tocsin.model.SkippedItem kind}; items of skipped messages are not counted. No input throws, and none takes
 * more time or memory than in proportion to its size.
 *
 * <p>Not thread-safe: a decoder is owned by one thread and reuses its buffers from message to message.
 */
public final class Decoder {
    private final long maxMessage;
    private final Counters counters;
    private final Utf8 utf8 = new Utf8();
    private final Json json;
    private final Draft draft;
    private final PlainReader plain;
    private final JsonReader any;
    private @Nullable SkipReason fault;

    /**
     * @param limits what is taken for a message; a message, depth, number of items or name exactly at its limit is
     * @param counters told of every message and of every skipped item
     */
    public Decoder(Settings.Decode limits, Counters counters) {
        maxMessage = limits.maxMessage().bytes();
        json = new Json(limits.maxDepth());
        Ranges ranges = new Ranges(limits.range());
        draft = new Draft(limits.maxItems(), limits.maxName(), ranges.isEmpty() ? null : ranges);
        plain = new PlainReader(draft);
        any = new JsonReader(draft);
        this.counters = counters;
    }

    /**
     * Decodes one message.
     *
     * @param data the message's bytes; read only, and not kept
     * @return its usable values, of which there may be none, or null if the message is skipped
     */
    public @Nullable Readings decode(byte[] data) {
        fault = read(data);
        if (fault != null) {
            counters.messageSkipped(fault);
            return null;
        }
        return draft.readings(counters);
    }

    /** Why the message decoded last was skipped, or null if it was not. */
    public @Nullable SkipReason fault() {
        return fault;
    }

    private @Nullable SkipReason read(byte[] data) {
        if (data.length > maxMessage) {
            return SkipReason.TOO_LARGE;
        }
        boolean read = plain.read(data) || readByParser(data);
        return read ? draft.fault() : SkipReason.NOT_JSON;
    }

    private boolean readByParser(byte[] data) {
        return utf8.accepts(data) && ((Json.mayBeQuick(data) && readQuickly(data)) || readThoroughly(data));
    }

    private boolean readQuickly(byte[] data) {
        try (JsonParser parser = json.quick(data)) {
            any.read(parser, false);
            return true;
        } catch (IOException unusual) {
            return false;
        }
    }

    private boolean readThoroughly(byte[] data) {
        try (JsonParser parser = json.thorough(data)) {
            any.read(parser, true);
            return true;
        } catch (IOException notJson) {
            return false;
        }
    }
}
