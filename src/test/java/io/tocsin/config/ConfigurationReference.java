package io.tocsin.config;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the reference of all settings from their records; run it, or the test with -Dupdate, after a change. */
final class ConfigurationReference {
    static final Path FILE = Path.of("docs/configuration.md");

    private static final String INTRODUCTION =
            """
            # Configuration
            Tocsin reads `config/tocsin.yaml`, or the file named by `--config`. Every section may be left out, and \
            every key that is not required. This page is made from the program's own description of its settings.

            - A duration is a whole number and a unit: `100 ms`, `30 s`, `5 min`, `24 h`, `7 d`; Esper's words (`sec`, \
            `minutes`, `hour` ...) are understood too.
            - A size is a number of bytes, or one with a unit: `512`, `64 KiB`, `1 MiB`, `1 GiB`.
            - A relative path is relative to the settings file's folder.
            - In every value `${NAME}` is an environment variable, `${NAME:-default}` the same with a default for one that \
            is not set or empty, and `${file:path}` the text of a file without its last line break (64 KiB at most). \
            `$${` is a plain `${`. Inside `{ }` and `[ ]` such a value needs quotes.
            - An optional key whose value is empty counts as not given.
            - Unknown keys, duplicate keys, wrong types, anchors, aliases and tags are errors. All problems of the file are \
            reported together, as `file:line:column: message`. Secrets, and values that came from a variable or \
            a file, are never shown.
            """;

    private ConfigurationReference() {}

    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(Path.of("docs"));
        Files.writeString(FILE, text());
    }

    static String text() {
        StringBuilder out = new StringBuilder(INTRODUCTION);
        for (Field field : Field.of(Settings.class)) {
            section(out, field, (Class<?>) field.type(), field.key());
        }
        return out.toString();
    }

    private static void section(StringBuilder out, Field section, Class<?> type, String path) {
        List<Field> fields = Field.of(type);
        out.append("\n## ").append(path).append('\n').append(section.doc()).append('\n');
        List<Field> values = fields.stream().filter(field -> !field.isSection()).toList();
        if (!values.isEmpty()) {
            out.append("\n| key | type | default | range | meaning |\n|---|---|---|---|---|\n");
            values.forEach(field -> row(out, field, path));
        }
        for (Field field : fields) {
            String below = path + "." + field.key();
            if (field.isSection()) {
                section(out, field, (Class<?>) field.type(), below);
            } else if (field.element() instanceof Class<?> each && Field.isSection(each)) {
                section(out, field, each, below + ".NAME");
            }
        }
    }

    private static void row(StringBuilder out, Field field, String path) {
        Range range = field.range();
        out.append("| `%s.%s` | %s | %s | %s | %s |\n"
                .formatted(
                        path,
                        field.key(),
                        type(field.type()),
                        given(field),
                        range == null ? "" : Values.range(range),
                        (field.doc() + form(field)).replace("<", "&lt;")));
    }

    private static String given(Field field) {
        if (field.defaultText() != null) {
            return "`" + field.defaultText() + "`";
        }
        return field.nullable() ? "none" : "required";
    }

    private static String form(Field field) {
        if (field.syntax() == null) {
            return "";
        }
        String subject = field.type() instanceof ParameterizedType generic
                ? generic.getRawType() == Map.class ? " Each name must be " : " Each must be "
                : " Must be ";
        return subject + field.syntax().description() + ".";
    }

    private static String type(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? "names, each with " + (Field.isSection(arguments[1]) ? "keys" : Scalars.name(arguments[1]))
                    : "list, each " + Scalars.name(arguments[0]);
        }
        return Scalars.name(type).replaceFirst("^an? ", "");
    }
}
