package io.tocsin.config;

import io.tocsin.model.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings on which it depends what the messages of the log mean to the rules: limits of messages, time to live, clock,
 * gaps of the feed, time zone and variables. As text they are the part of a settings file that says them, each key given.
 */
public final class Meaning {
    private static final char LAST_PLAIN = '~';

    private Meaning() {}

    /** The text of these settings; equal exactly where they mean the same. */
    public static String text(Settings settings) {
        Map<String, Object> decode = section(settings.decode());
        decode.remove("dead-letter");
        Map<String, Object> feed = section(settings.feed());
        feed.remove("down");
        Map<String, Object> rules = new LinkedHashMap<>();
        rules.put("horizon", value(settings.rules().horizon()));
        rules.put("time-zone", value(settings.rules().timeZone()));
        rules.put("variables", value(settings.rules().variables()));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("decode", decode);
        all.put("ttl", section(settings.ttl()));
        all.put("clock", section(settings.clock()));
        all.put("feed", feed);
        all.put("rules", rules);
        return escaped(Json.object(all));
    }

    /**
     * Reads the text back.
     *
     * @param from what problems name as the file
     * @param rest gives all other settings
     * @throws ConfigException if this version takes the text no longer
     */
    public static Settings read(String text, String from, Settings rest) throws ConfigException {
        Settings read = SettingsLoader.parse(from, text, Path.of(""), name -> null, true)
                .settings();
        Settings.Decode decode = read.decode();
        return new Settings(
                rest.log(),
                new Settings.Decode(
                        decode.maxMessage(),
                        decode.maxDepth(),
                        decode.maxItems(),
                        decode.maxName(),
                        decode.range(),
                        rest.decode().deadLetter()),
                read.ttl(),
                read.clock(),
                new Settings.Feed(
                        rest.feed().down(), read.feed().quiet(), read.feed().grace()),
                new Settings.Rules(
                        read.rules().horizon(),
                        rest.rules().poll(),
                        rest.rules().watch(),
                        false, // rules that ran once are not refused
                        rest.rules().tests(),
                        read.rules().timeZone(),
                        read.rules().variables(),
                        rest.rules().budget()),
                rest.state(),
                rest.sinks());
    }

    /** As YAML reads it: some characters end a line there. */
    private static String escaped(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            text.append(c <= LAST_PLAIN ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return text.toString();
    }

    private static Map<String, Object> section(Record section) {
        Map<String, Object> keys = new LinkedHashMap<>();
        RecordComponent[] components = section.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object value = get(components[i], section);
            if (value != null) {
                keys.put(Field.of(section.getClass()).get(i).key(), value(value));
            }
        }
        return keys;
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("accessors of settings are public and give their field", e);
        }
    }

    private static Object value(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() + " ms";
        }
        if (value instanceof Size size) {
            return size.bytes();
        }
        if (value instanceof ZoneId zone) {
            return zone.getId();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), value(each)));
            return sorted;
        }
        if (value instanceof Settings.Bounds bounds) {
            return section(bounds);
        }
        return value instanceof String text ? text.replace("${", "$${") : value;
    }
}
