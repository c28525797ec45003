package io.tocsin.pipeline.evaluate.sandbox;

import io.tocsin.pipeline.evaluate.function.Functions;
import io.tocsin.pipeline.evaluate.sandbox.ClassFile.Reference;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The second wall: what the classes that rules compile to reach for, whatever their text says. Each class, method and field
 * must be one of a list; looked at before anything of them is loaded.
 */
public final class ClassWall {
    private static final String GENERATED = "generated/";
    private static final String ESPER = "com/espertech/esper/common/";

    /** Of Esper what generated code has no need of here: it runs, reads or instantiates what a rule names. */
    private static final Set<String> NOT_OF_ESPER = Set.of(
            "/dataflow/",
            "/script/",
            "/historical/",
            "/virtualdw/",
            "/avro/",
            "/json/",
            "/xml/",
            "/countminsketch/",
            "/instantiator/",
            "/hook/vdw/",
            "/hook/datetimemethod/",
            "/hook/enummethod/",
            "/hook/condition/",
            "/hook/type/",
            "/Dynamic",
            "DynamicPropertyGetter",
            "Reflection",
            "MethodResolver",
            "ClassForName",
            "ClassLoader",
            "ConstructorHelper",
            "JavaClassHelper",
            "SerializerUtil",
            "ObjectInputStream",
            "SerializableObject",
            "InlinedClass",
            "ClassProvided");

    /** Of Java: classes all of whose members are harmless. */
    private static final Set<String> JAVA = Set.of(
            "java/lang/Boolean",
            "java/lang/Byte",
            "java/lang/Short",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Float",
            "java/lang/Double",
            "java/lang/Character",
            "java/lang/Number",
            "java/lang/Comparable",
            "java/lang/Iterable",
            "java/lang/CharSequence",
            "java/lang/StringBuilder",
            "java/lang/Enum",
            "java/lang/Throwable",
            "java/lang/Exception",
            "java/lang/RuntimeException",
            "java/lang/UnsupportedOperationException",
            "java/lang/IllegalStateException",
            "java/lang/IllegalArgumentException",
            "java/lang/annotation/Annotation",
            "java/io/DataInput",
            "java/io/DataOutput",
            "java/io/IOException",
            "java/util/ArrayDeque",
            "java/util/ArrayList",
            "java/util/Arrays",
            "java/util/Calendar",
            "java/util/Collection",
            "java/util/Collections",
            "java/util/Comparator",
            "java/util/Deque",
            "java/util/EnumMap",
            "java/util/HashMap",
            "java/util/HashSet",
            "java/util/Iterator",
            "java/util/LinkedHashMap",
            "java/util/LinkedHashSet",
            "java/util/LinkedList",
            "java/util/List",
            "java/util/Map",
            "java/util/Map$Entry",
            "java/util/NavigableMap",
            "java/util/NavigableSet",
            "java/util/Objects",
            "java/util/Queue",
            "java/util/SequencedCollection",
            "java/util/SequencedMap",
            "java/util/SequencedSet",
            "java/util/Set",
            "java/util/SortedMap",
            "java/util/SortedSet",
            "java/util/TimeZone",
            "java/util/TreeMap",
            "java/util/TreeSet",
            "java/util/concurrent/CopyOnWriteArrayList",
            "java/util/concurrent/atomic/AtomicLong",
            "java/util/function/Supplier");

    /** Of classes that can do harm, the members that cannot. */
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "java/lang/Object", Set.of("<init>", "equals", "hashCode", "toString", "getClass"),
            "java/lang/Class", Set.of("getName", "getSimpleName", "isInstance", "cast"),
            "java/lang/System", Set.of("arraycopy"),
            "java/lang/Math", Set.of("abs", "max", "min", "sqrt", "floor", "ceil", "pow", "round"),
            "java/lang/String",
                    Set.of("equals", "hashCode", "toString", "compareTo", "valueOf", "length", "trim", "toLowerCase"),
            "java/util/Locale", Set.of("ENGLISH"));

    /** Members of harmless classes that are not: they read what is outside of the event. */
    private static final Set<String> NOT = Set.of(
            "java/lang/Boolean.getBoolean",
            "java/lang/Integer.getInteger",
            "java/lang/Long.getLong",
            "java/util/TimeZone.getDefault",
            "java/util/TimeZone.setDefault",
            "java/util/Collections.nCopies");

    private static final Set<String> OURS = Stream.concat(
                    Stream.of(
                            "io/tocsin/model/Metric",
                            "io/tocsin/pipeline/evaluate/function/Regexps",
                            "io/tocsin/pipeline/evaluate/annotation/Alert",
                            "io/tocsin/pipeline/evaluate/annotation/Resolve",
                            "io/tocsin/pipeline/evaluate/annotation/Publish"),
                    Functions.CLASSES.stream().map(c -> c.getName().replace('.', '/')))
            .collect(Collectors.toUnmodifiableSet());

    private static final String EXACT = "io/tocsin/pipeline/evaluate/exact/";

    private ClassWall() {}

    /**
     * What is refused of compiled classes, by class.
     *
     * @param classes class files by name
     */
    public static Map<String, Set<String>> of(Map<String, byte[]> classes) {
        Map<String, Set<String>> refused = new TreeMap<>();
        classes.forEach((name, bytes) -> {
            Set<String> found = refused(bytes);
            if (!found.isEmpty()) {
                refused.put(name, found);
            }
        });
        return refused;
    }

    private static Set<String> refused(byte[] bytes) {
        try {
            return ClassFile.references(bytes).stream()
                    .filter(r -> !allowed(r))
                    .map(ClassWall::shown)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IllegalArgumentException e) {
            return Set.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean allowed(Reference r) {
        String owner = element(r.owner());
        if (owner.startsWith(GENERATED) || OURS.contains(owner) || owner.startsWith(EXACT)) {
            return true;
        }
        if (owner.startsWith(ESPER)) {
            return NOT_OF_ESPER.stream().noneMatch(owner::contains);
        }
        Set<String> members = MEMBERS.get(owner);
        return members == null
                ? JAVA.contains(owner) && !NOT.contains(owner + "." + r.name())
                : r.name().isEmpty() || members.contains(r.name());
    }

    /** The class that an array is of; of numbers, which are harmless, a box. */
    private static String element(String owner) {
        int dimensions = owner.lastIndexOf('[') + 1;
        if (dimensions == 0) {
            return owner;
        }
        return owner.endsWith(";") ? owner.substring(dimensions + 1, owner.length() - 1) : "java/lang/Number";
    }

    private static String shown(Reference r) {
        String owner = r.owner().replace('/', '.');
        return r.name().isEmpty() ? owner : owner + "." + r.name();
    }
}
