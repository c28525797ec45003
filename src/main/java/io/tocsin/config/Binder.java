package io.tocsin.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills records from nodes and reports whatever does not fit. A section with {@code enabled: false} may lack required
 * keys, variables and files: it is read as not given then. What it does say is checked all the same.
 */
final class Binder {
    /** Stands for a value that could not be read. */
    private static final Object FAILED = new Object();

    private final Report report;
    private final Bound bound;
    private final Values values;

    Binder(Report report, Bound bound, Values values) {
        this.report = report;
        this.bound = bound;
        this.values = values;
    }

    /** The record, or null where a problem was reported. */
    <T extends Record> @Nullable T bind(Class<T> type, Node root) {
        Object value = section(type, root, "", false);
        return value == FAILED ? null : type.cast(value);
    }

    private @Nullable Object section(Class<?> type, Node node, String path, boolean outerOff) {
        if (!(node instanceof Node.Mapping mapping)) {
            return mismatch(node, path, "keys");
        }
        Map<String, Node.Entry> entries = new HashMap<>();
        mapping.entries().forEach(entry -> entries.put(entry.key(), entry));
        boolean off = outerOff || values.isSwitchedOff(entries.get("enabled"));
        List<Field> fields = Field.of(type);
        boolean known = reportUnknown(mapping, keys(type), path);
        Object[] arguments = new Object[fields.size()];
        boolean ok = true;
        for (int i = 0; i < arguments.length; i++) {
            Field field = fields.get(i);
            Object value = field.isPlace()
                    ? mapping.at()
                    : field(field, entries.get(field.key()), join(path, field.key()), off);
            arguments[i] = value;
            ok &= value != FAILED;
        }
        return ok ? create(type, arguments, path, known) : FAILED;
    }

    private static List<String> keys(Class<?> section) {
        return Field.of(section).stream()
                .filter(field -> !field.isPlace())
                .map(Field::key)
                .toList();
    }

    private boolean reportUnknown(Node.Mapping mapping, List<String> known, String path) {
        boolean all = true;
        for (Node.Entry entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                all = false;
                bound.doubt(path);
                report.add(
                        entry.at(),
                        "unknown key '" + join(Shown.value(path), Shown.key(entry.key())) + "'"
                                + hint(entry.key(), known));
            }
        }
        return all;
    }

    private static String hint(String key, List<String> known) {
        if (key.contains(":")) {
            return ": is a space missing after a ':'?";
        }
        String near = Nearest.hint(key, known);
        return near.isEmpty() ? ": known here are " + String.join(", ", known) : near;
    }

    private @Nullable Object field(Field field, Node.@Nullable Entry entry, String path, boolean off) {
        if (entry != null) {
            bound.position(path, entry.at());
        }
        Object value = entry == null ? absent(field, path, off) : given(field, entry.value(), path, off);
        if (value != FAILED) {
            bound.value(path, value);
        }
        return value;
    }

    private @Nullable Object given(Field field, Node node, String path, boolean off) {
        if (!(node instanceof Node.Scalar scalar) || !scalar.isNull()) {
            Object value = any(field.type(), field, node, path, off);
            // A section that is switched off and incomplete counts as not given.
            return value == FAILED && field.nullable() && field.isSection() ? null : value;
        }
        if (field.isSection() && field.nullable() && scalar.text().isEmpty()) {
            problem(path, "is empty: write {} for its defaults, or delete the key");
            return FAILED;
        }
        if (field.nullable()) {
            return null;
        }
        if (field.isSection() || "{}".equals(field.defaultText())) {
            return absent(field, path, off);
        }
        if (field.defaultText() != null) {
            problem(path, "has no value: give one, or delete the key for its default, " + field.defaultText());
            return FAILED;
        }
        return absent(field, path, off);
    }

    private @Nullable Object absent(Field field, String path, boolean off) {
        if (field.defaultText() != null) {
            Node node = YamlReader.read(field.defaultText(), new Report(path));
            if (node == null) {
                throw new IllegalStateException("The default of " + path + " is not YAML");
            }
            return any(field.type(), field, node, path, off);
        }
        if (field.nullable()) {
            return null;
        }
        if (field.isSection()) {
            return any(field.type(), field, new Node.Mapping(bound.position(path), List.of()), path, off);
        }
        if (!off) {
            problem(path, "is required: " + Values.expected(field));
        }
        return FAILED;
    }

    private @Nullable Object any(Type type, Field field, Node node, String path, boolean off) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class
                    ? map(generic.getActualTypeArguments()[1], field, node, path, off)
                    : list(generic.getActualTypeArguments()[0], field, node, path, off);
        }
        if (Field.isSection(type)) {
            return section((Class<?>) type, node, path, off);
        }
        if (!(node instanceof Node.Scalar scalar)) {
            return mismatch(node, path, Scalars.name(type));
        }
        Values.Read read = values.read(type, field, scalar, path, off);
        return read.ok() ? read.value() : FAILED;
    }

    private Object map(Type type, Field field, Node node, String path, boolean off) {
        if (!(node instanceof Node.Mapping mapping)) {
            return mismatch(node, path, "names with values, such as { name: value }");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        boolean ok = true;
        for (Node.Entry entry : mapping.entries()) {
            String child = path + "." + entry.key();
            bound.position(child, entry.at());
            Object value = Field.isSection(type) && !(entry.value() instanceof Node.Mapping)
                    ? mismatch(entry.value(), child, "keys (" + String.join(", ", keys((Class<?>) type)) + ")")
                    : any(type, field, entry.value(), child, off);
            ok &= values.isName(field, entry, path) && value != FAILED;
            if (value != null) {
                result.put(entry.key(), value);
            }
        }
        return ok ? Collections.unmodifiableMap(result) : FAILED;
    }

    private Object list(Type type, Field field, Node node, String path, boolean off) {
        if (!(node instanceof Node.Sequence sequence)) {
            return mismatch(node, path, "a list, such as [one, two]");
        }
        List<Object> result = new ArrayList<>();
        boolean ok = true;
        for (Node item : sequence.items()) {
            Object value = any(type, field, item, item(type, item, path, result.size() + 1), off);
            ok &= value != FAILED;
            if (value != null) {
                result.add(value);
            }
        }
        if (sequence.items().isEmpty() && field.defaultText() == null && !field.nullable() && !off) {
            report.add(node.at(), path + " is empty: give at least one");
            return FAILED;
        }
        return ok ? List.copyOf(result) : FAILED;
    }

    /** Sections in a list have a place each, single values that of the list. */
    private String item(Type type, Node item, String path, int number) {
        if (!Field.isSection(type)) {
            return path;
        }
        String child = path + "[" + number + "]";
        bound.position(child, item.at());
        return child;
    }

    private Object mismatch(Node node, String path, String expected) {
        if (!(node instanceof Node.Broken)) {
            String where = path.isEmpty() ? "the file" : Shown.value(path);
            boolean text = node instanceof Node.Scalar scalar && !scalar.isNull();
            report.add(
                    node.at(),
                    where + " takes " + expected + ", found " + node.kind()
                            + (text && expected.equals("keys") ? ": is a space missing after a ':'?" : ""));
        }
        return FAILED;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void problem(String path, String message) {
        report.add(bound.position(path), Shown.value(path) + " " + message);
    }

    /** @param known whether every key was; what an unknown one was to say might have fitted */
    private Object create(Class<?> type, Object[] arguments, String path, boolean known) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true); // records of other packages need not be public
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
                throw new IllegalStateException("Cannot create " + type, e);
            }
            if (known) {
                problem(path, String.valueOf(refusal.getMessage()));
            }
            return FAILED;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot create " + type, e);
        }
    }
}
