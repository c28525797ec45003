package io.tocsin.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells settings apart. */
public final class Difference {
    private Difference() {}

    /** The keys whose values differ, as {@code log.url}, in the order of the settings; a section only one has is one key. */
    public static List<String> keys(Settings one, Settings other) {
        List<String> keys = new ArrayList<>();
        compare(one, other, "", keys);
        return keys;
    }

    private static void compare(Record one, Record other, String path, List<String> keys) {
        RecordComponent[] components = one.getClass().getRecordComponents();
        List<Field> fields = Field.of(one.getClass());
        for (int i = 0; i < components.length; i++) {
            Object a = get(components[i], one);
            Object b = get(components[i], other);
            String key = path + fields.get(i).key();
            if (a instanceof Record x && b instanceof Record y && Field.isSection(x.getClass())) {
                compare(x, y, key + ".", keys);
            } else if (!Objects.equals(a, b)) {
                keys.add(key);
            }
        }
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("accessors of settings are public and give their field", e);
        }
    }
}
