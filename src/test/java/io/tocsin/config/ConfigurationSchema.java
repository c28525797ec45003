package io.tocsin.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON Schema of the settings from their records, for editors; run it, or the test with -Dupdate, after a change.
 * It takes whatever the program takes: what only the program can tell, it lets pass.
 */
final class ConfigurationSchema {
    static final Path FILE = Path.of("config/tocsin.schema.json");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Scalars SCALARS = new Scalars(Path.of(""));

    /** Forms as ECMA 262 writes them; a form without one is left to the program. */
    private static final Map<Syntax, String> PATTERNS = Map.of(
            Syntax.CHANNEL, "^[^.*>/\\s]+(\\.[^.*>/\\s]+)*$",
            Syntax.ID, "^[A-Za-z0-9_-]+$",
            Syntax.NATS_URLS, "^\\s*(nats|tls)://",
            Syntax.HTTP_URL, "^https?://[^/@]+/?[^@]*$",
            Syntax.HOST, "^[A-Za-z0-9._:-]+$",
            Syntax.VARIABLE, "^[A-Za-z_][A-Za-z0-9_]*$",
            Syntax.MAILBOX, "@");

    private ConfigurationSchema() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, text());
    }

    static String text() throws JsonProcessingException {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Tocsin's settings");
        schema.setAll(section(Settings.class));
        schema.putObject("definitions")
                .putObject("placeholder")
                .put("description", "${NAME}, ${NAME:-default} or ${file:path}, alone or within text.")
                .put("type", "string")
                .put("pattern", "\\$\\{");
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        return new ObjectMapper()
                        .writer(new DefaultPrettyPrinter().withObjectIndenter(indent))
                        .writeValueAsString(schema)
                + "\n";
    }

    private static ObjectNode section(Class<?> type) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ObjectNode whole = JSON.objectNode();
        List<Field> fields = Field.of(type);
        // A section that is switched off may be incomplete.
        boolean switched = fields.stream().anyMatch(field -> field.key().equals("enabled"));
        for (Field field : fields) {
            properties.set(field.key(), field(field, switched && isRequired(field)));
            if (isRequired(field)) {
                whole.withArray("required").add(field.key());
                ObjectNode given = whole.withObject("properties").putObject(field.key());
                given.putObject("not").put("type", "null");
                if (field.type() instanceof ParameterizedType) {
                    given.put("minItems", 1);
                }
            }
        }
        if (switched && !whole.isEmpty()) {
            schema.putObject("if").putObject("properties").putObject("enabled").put("const", true);
            schema.set("then", whole);
        } else if (!whole.isEmpty()) {
            schema.putArray("allOf").add(whole);
        }
        return schema;
    }

    private static boolean isRequired(Field field) {
        return field.defaultText() == null && !field.nullable() && !field.isSection();
    }

    private static ObjectNode field(Field field, boolean mayBeMissing) {
        ObjectNode schema = JSON.objectNode().put("description", description(field));
        String given = field.defaultText();
        if (given != null) {
            schema.set("default", YamlJson.of(given));
        }
        ObjectNode value = value(field.type(), field);
        boolean optional = field.isSection() ? !field.nullable() : field.nullable() || "{}".equals(given);
        boolean mayBeEmpty = optional || mayBeMissing;
        if (mayBeEmpty && value.has("anyOf")) {
            ((ArrayNode) value.get("anyOf"))
                    .addObject()
                    .putArray("enum")
                    .addNull()
                    .add("");
        } else if (mayBeEmpty) {
            value.set("type", JSON.arrayNode().add(value.get("type")).add("null"));
        }
        return schema.setAll(value);
    }

    private static String description(Field field) {
        Range range = field.range();
        return field.doc()
                + (range == null ? "" : " From " + Values.range(range).replaceFirst("^at ", "") + ".");
    }

    private static ObjectNode value(Type type, Field field) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, field);
        }
        if (Field.isSection(type)) {
            return section((Class<?>) type);
        }
        ObjectNode schema = JSON.objectNode();
        ArrayNode forms = schema.putArray("anyOf").add(scalar(type, field));
        if (type == Size.class) {
            forms.add(bounded(JSON.objectNode().put("type", "integer"), type, field.range()));
        }
        forms.addObject().put("$ref", "#/definitions/placeholder");
        return schema;
    }

    private static ObjectNode collection(ParameterizedType type, Field field) {
        Type[] arguments = type.getActualTypeArguments();
        ObjectNode schema = JSON.objectNode();
        if (type.getRawType() != Map.class) {
            return schema.put("type", "array").set("items", value(arguments[0], field));
        }
        schema.put("type", "object").set("additionalProperties", value(arguments[1], field));
        String names = field.syntax() == null ? null : PATTERNS.get(field.syntax());
        if (names != null) {
            schema.putObject("propertyNames").put("pattern", names);
        }
        return schema;
    }

    private static ObjectNode scalar(Type type, Field field) {
        ObjectNode schema = JSON.objectNode();
        if (type == int.class || type == long.class) {
            return bounded(schema.put("type", "integer"), type, field.range());
        }
        if (type == double.class) {
            return bounded(schema.put("type", "number"), type, field.range());
        }
        if (type == boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == Duration.class) {
            return form(schema, "^[0-9]+ ?(" + durationUnits() + ")$", "a whole number and a unit, such as 30 s");
        }
        if (type == Size.class) {
            return form(schema, "^[0-9]+ ?(B|KiB|MiB|GiB)$", "a whole number of bytes, or one with KiB, MiB or GiB");
        }
        if (type == Start.class) {
            String time = "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
                    + "([Zz]|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)";
            return form(
                    schema,
                    "^(" + Start.NEW + "|" + Start.BEGINNING + "|-[0-9]+ ?(" + durationUnits() + ")|" + time + ")$",
                    "new, beginning, a time such as 2017-09-30T15:10:17Z or a distance such as -6h");
        }
        if (type == ZoneId.class) {
            return schema.put("type", "string").put("minLength", 1);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            Scalars.words(c).forEach(schema.putArray("enum")::add);
            return schema;
        }
        // Text that looks like a number or a truth value is text all the same.
        schema.putArray("type").add("string").add("number").add("boolean");
        Syntax syntax =
                type == String.class && !(field.type() instanceof ParameterizedType p && p.getRawType() == Map.class)
                        ? field.syntax()
                        : null;
        if (type != Object.class) {
            schema.put("minLength", 1);
        }
        return syntax == null || !PATTERNS.containsKey(syntax)
                ? schema
                : schema.put("pattern", PATTERNS.get(syntax)).put("patternErrorMessage", "Not " + syntax.description());
    }

    private static ObjectNode form(ObjectNode schema, String pattern, String meaning) {
        return schema.put("type", "string").put("pattern", pattern).put("patternErrorMessage", "Not " + meaning);
    }

    /** Units in upper or lower case: the patterns of JSON Schema have no flag for it. */
    private static String durationUnits() {
        return Durations.units().stream()
                .sorted()
                .map(unit -> unit.chars()
                        .mapToObj(c -> "[" + (char) c + Character.toString(c).toUpperCase(Locale.ROOT) + "]")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("|"));
    }

    private static ObjectNode bounded(ObjectNode schema, Type type, @Nullable Range range) {
        if (range != null && !range.min().isEmpty()) {
            schema.set("minimum", number(type, range.min()));
        }
        if (range != null && !range.max().isEmpty()) {
            schema.set("maximum", number(type, range.max()));
        }
        return schema;
    }

    private static JsonNode number(Type type, String text) {
        Object value = SCALARS.parse(type, text, true);
        return value instanceof Double d
                ? JSON.numberNode(d)
                : JSON.numberNode(value instanceof Size size ? size.bytes() : ((Number) value).longValue());
    }
}
