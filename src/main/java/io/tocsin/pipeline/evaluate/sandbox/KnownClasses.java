package io.tocsin.pipeline.evaluate.sandbox;

import com.espertech.esper.common.client.util.ClassForNameProvider;
import com.espertech.esper.common.client.util.ClassForNameProviderDefault;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The classes that Esper finds by name, for its compiler and its runtime. Whatever a rule names besides does not exist, and is
 * neither loaded nor initialised for having been named.
 */
public final class KnownClasses implements ClassForNameProvider {
    private final Map<String, Class<?>> byName;

    /** @param classes all there are */
    public KnownClasses(Set<Class<?>> classes) {
        byName = classes.stream().collect(Collectors.toUnmodifiableMap(Class::getName, c -> c));
    }

    /** The key of Esper's configuration that takes it. */
    public static String key() {
        return ClassForNameProviderDefault.NAME;
    }

    @Override
    public Class<?> classForName(String className) throws ClassNotFoundException {
        Class<?> known = byName.get(className);
        if (known == null) {
            throw new ClassNotFoundException("rules know no class '" + className + "'");
        }
        return known;
    }
}
