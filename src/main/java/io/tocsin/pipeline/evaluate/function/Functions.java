package io.tocsin.pipeline.evaluate.function;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All functions of rules, by name. */
public final class Functions {
    /** What {@code ||} is compiled to, as {@code concat} may be called as well. */
    public static final String CONCAT = "concat";

    /** What {@code regexp} is compiled to; no rule can call it. */
    public static final String REGEXP = "tocsin_regexp";

    /** The classes whose static methods the functions are. */
    public static final List<Class<?>> CLASSES = List.of(Numbers.class, Texts.class, Times.class, Places.class);

    private static final List<Function> ALL = CLASSES.stream()
            .flatMap(type -> Stream.of(type.getDeclaredMethods())
                    .filter(m -> m.isAnnotationPresent(SafeFunction.class))
                    .sorted(Comparator.comparing(Method::getName))
                    .map(m -> function(type, m)))
            .toList();

    private static final Set<String> NAMES = ALL.stream().map(Function::name).collect(Collectors.toUnmodifiableSet());

    private Functions() {}

    /**
     * A function.
     *
     * @param name as rules and the class's method have it
     * @param call how it is called
     * @param gives what it gives
     */
    public record Function(String name, Class<?> type, String call, String gives) {}

    /** By class, then by name. */
    public static List<Function> all() {
        return ALL;
    }

    /** The names that rules may call. */
    public static Set<String> names() {
        return NAMES;
    }

    private static Function function(Class<?> type, Method method) {
        SafeFunction described = method.getAnnotation(SafeFunction.class);
        return new Function(method.getName(), type, described.call(), described.gives());
    }
}
