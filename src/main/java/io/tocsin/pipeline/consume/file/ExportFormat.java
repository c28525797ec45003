package io.tocsin.pipeline.consume.file;

import io.tocsin.model.Json;
import io.tocsin.model.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export, a file that keeps what a log knows of each message: a head
 * {@code {"tocsin":"export","version":1,"channel":"sensors","from":1}} and then, in order of sequence,
 * {@code {"sequence":1,"timestamp":1506784217765,"data":"..."}}, or {@code "base64"} in place of {@code "data"} for bytes
 * that are not UTF-8. Timestamps are in epoch ms UTC.
 */
public final class ExportFormat {
    private static final String HEAD = "{\"tocsin\":\"export\",\"version\":";
    private static final long VERSION = 1;

    private ExportFormat() {}

    /**
     * The first line.
     *
     * @param from the first sequence of the stretch, kept by the log or not
     */
    public static String head(String channel, long from) {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("tocsin", "export");
        o.put("version", VERSION);
        o.put("channel", channel);
        o.put("from", from);
        return Json.object(o);
    }

    /** The line of a message. */
    public static String line(Message message) {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("sequence", message.sequence());
        o.put("timestamp", message.timestamp());
        try {
            o.put(
                    "data",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(message.data()))
                            .toString());
        } catch (CharacterCodingException notText) {
            o.put("base64", Base64.getEncoder().encodeToString(message.data()));
        }
        return Json.object(o);
    }

    /** Whether a first line is the head of an export, of whatever version; no sensor message begins so. */
    static boolean isHead(byte[] line) {
        return new String(line, 0, Math.min(line.length, HEAD.length()), StandardCharsets.UTF_8).equals(HEAD);
    }

    /**
     * The first sequence of the stretch.
     *
     * @throws IllegalArgumentException saying why this is no head
     */
    static long from(byte[] head) {
        Map<String, @Nullable Object> o = Json.readObject(new String(head, StandardCharsets.UTF_8));
        if (!Long.valueOf(VERSION).equals(o.get("version"))) {
            throw new IllegalArgumentException(
                    "an export of version " + o.get("version") + ", this tocsin reads version " + VERSION);
        }
        return number(o, "from", 1);
    }

    /**
     * Reads a message back.
     *
     * @throws IllegalArgumentException saying why this is none
     */
    static Message message(byte[] line) {
        Map<String, @Nullable Object> o = Json.readObject(new String(line, StandardCharsets.UTF_8));
        byte[] data;
        if (o.get("data") instanceof String text) {
            data = text.getBytes(StandardCharsets.UTF_8);
        } else if (o.get("base64") instanceof String text) {
            data = Base64.getDecoder().decode(text);
        } else {
            throw new IllegalArgumentException("it has neither data nor base64");
        }
        return new Message(number(o, "sequence", 1), number(o, "timestamp", 0), data);
    }

    private static long number(Map<String, @Nullable Object> o, String name, long least) {
        if (o.get(name) instanceof Long n && n >= least) {
            return n;
        }
        throw new IllegalArgumentException(name + " is no whole number of at least " + least);
    }
}
