package io.tocsin.config;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A setting as its record component and annotations describe it; what binds, and what documents, reads these. */
record Field(
        String key,
        Type type,
        boolean nullable,
        @Nullable String defaultText,
        @Nullable Range range,
        @Nullable Syntax syntax,
        boolean existing,
        String doc) {

    static List<Field> of(Class<?> section) {
        return Arrays.stream(section.getRecordComponents()).map(Field::of).toList();
    }

    private static Field of(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        Default given = component.getAnnotation(Default.class);
        Format format = component.getAnnotation(Format.class);
        Doc doc = component.getAnnotation(Doc.class);
        return new Field(
                key == null ? kebabCase(component.getName()) : key.value(),
                plain(component.getGenericType()),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                given == null ? null : given.value(),
                component.getAnnotation(Range.class),
                format == null ? null : format.value(),
                component.isAnnotationPresent(Existing.class),
                doc == null ? "" : doc.value());
    }

    /** A number that may be missing is read as any other. */
    private static Type plain(Type type) {
        return type instanceof Class<?> c ? MethodType.methodType(c).unwrap().returnType() : type;
    }

    boolean isSection() {
        return isSection(type);
    }

    /** Whether it takes the place of its section in the file, and is no key. */
    boolean isPlace() {
        return type == Position.class;
    }

    /** What each value of a map is, or each of a list's; null for anything else. */
    @Nullable
    Type element() {
        return type instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
                : null;
    }

    /** Whether a type is a section of keys; records that are written as one value are not. */
    static boolean isSection(Type type) {
        return type instanceof Class<?> c
                && c.isRecord()
                && c != Size.class
                && c != Secret.class
                && c != Position.class;
    }

    private static String kebabCase(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
