package io.tocsin.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one value: fills in its placeholders, turns it into its type, checks its form and range. */
final class Values {
    private static final int MOST_ORIGINS = 5;
    private static final Read FAILED = new Read(false, null);

    private final Report report;
    private final Placeholders placeholders;
    private final Scalars scalars;
    private final boolean offline;
    private boolean lookedAtFiles;

    /** @param offline whether secrets may be missing */
    Values(Report report, Placeholders placeholders, Scalars scalars, boolean offline) {
        this.report = report;
        this.placeholders = placeholders;
        this.scalars = scalars;
        this.offline = offline;
    }

    /** @param value null where it was read as not given */
    record Read(boolean ok, @Nullable Object value) {}

    /** @param off whether missing variables and files do not matter */
    Read read(Type type, Field field, Node.Scalar scalar, String path, boolean off) {
        String where = Shown.value(path);
        if (scalar.isNull()) {
            report.add(scalar.at(), where + " has no value: give one, or delete the key");
            return FAILED;
        }
        Placeholders.Result filled = placeholders.fill(scalar.text());
        filled.malformed().forEach(message -> report.add(scalar.at(), where + ": " + message));
        if (offline && type == Secret.class && filled.malformed().isEmpty() && !filled.isOk()) {
            return new Read(true, new Secret(""));
        }
        if (!off) {
            filled.missing().forEach(message -> report.add(scalar.at(), where + ": " + message));
        }
        if (!filled.isOk()) {
            return FAILED;
        }
        if (filled.text().isEmpty() && field.nullable()) {
            return new Read(true, null);
        }
        try {
            // In { } a placeholder must be in quotes, so there quotes do not make a number text.
            boolean plain = scalar.plain() || (filled.isFilled() && type != Object.class);
            Object value = scalars.parse(type, filled.text(), plain);
            if (value instanceof String given && type == String.class) {
                checkSyntax(field, given);
            }
            checkRange(type, field, value);
            lookedAtFiles |= field.existing();
            if (field.existing() && value instanceof Path file && !off && !offline) {
                checkReadable(file);
            }
            return new Read(true, value);
        } catch (IllegalArgumentException e) {
            report.add(scalar.at(), where + ": " + shown(type, field, filled) + " " + e.getMessage());
            return FAILED;
        }
    }

    /** Whether they would be the same whatever is in other files. */
    boolean areAlone() {
        return !lookedAtFiles && !placeholders.lookedAtFiles();
    }

    /** Checks a name that the user chose. */
    boolean isName(Field field, Node.Entry entry, String path) {
        try {
            checkSyntax(field, entry.key());
            return true;
        } catch (IllegalArgumentException e) {
            report.add(entry.at(), Shown.value(path) + ": '" + Shown.value(entry.key()) + "' " + e.getMessage());
            return false;
        }
    }

    /** Whether an entry {@code enabled} says false; what is wrong with it is reported where it is read. */
    boolean isSwitchedOff(Node.@Nullable Entry enabled) {
        return enabled != null
                && enabled.value() instanceof Node.Scalar scalar
                && placeholders.fill(scalar.text()).text().equals("false");
    }

    /** What a field takes, for a user. */
    static String expected(Field field) {
        String one = field.syntax() != null ? field.syntax().description() : Scalars.name(field.type());
        return field.type() instanceof ParameterizedType ? "a list, each " + one : one;
    }

    private static String shown(Type type, Field field, Placeholders.Result filled) {
        if (filled.isFilled()) {
            return "the value (from "
                    + filled.origins().stream().limit(MOST_ORIGINS).collect(Collectors.joining(", ")) + ")";
        }
        boolean credentials = field.syntax() != null && field.syntax().mayHoldPassword(filled.text());
        return type == Secret.class || credentials ? "the value" : "'" + Shown.value(filled.text()) + "'";
    }

    private static void checkSyntax(Field field, String text) {
        Syntax syntax = field.syntax();
        if (syntax != null && !syntax.accepts(text)) {
            throw new IllegalArgumentException("is not " + syntax.description());
        }
    }

    private static void checkReadable(Path file) {
        String reason = Files.isDirectory(file)
                ? "it is a folder"
                : Files.notExists(file) ? "no such file" : Files.isReadable(file) ? "" : "permission denied";
        if (!reason.isEmpty()) {
            throw new IllegalArgumentException("cannot be read: " + reason);
        }
    }

    private void checkRange(Type type, Field field, Object value) {
        Range range = field.range();
        if (range == null) {
            return;
        }
        boolean low = !range.min().isEmpty() && compare(value, scalars.parse(type, range.min(), true)) < 0;
        boolean high = !range.max().isEmpty() && compare(value, scalars.parse(type, range.max(), true)) > 0;
        if (low || high) {
            throw new IllegalArgumentException("is out of range: it must be " + range(range));
        }
    }

    /** A range for a user. */
    static String range(Range range) {
        if (range.max().isEmpty()) {
            return "at least " + range.min();
        }
        return range.min().isEmpty() ? "at most " + range.max() : range.min() + " to " + range.max();
    }

    @SuppressWarnings("unchecked") // Both are of the field's type, and every type with a range is comparable.
    private static int compare(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }
}
