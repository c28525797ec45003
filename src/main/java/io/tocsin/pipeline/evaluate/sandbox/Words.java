package io.tocsin.pipeline.evaluate.sandbox;

import com.espertech.esper.common.client.annotation.BuiltinAnnotation;
import io.tocsin.pipeline.evaluate.function.Functions;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that rules may call, and the types they may name. Whatever is not here is refused. */
final class Words {
    /** Esper's own that are no keywords: those of aggregation, of hash contexts and of spatial indexes. */
    private static final Set<String> OF_ESPER = lower(
            "max, min, fmax, fmin, maxever, minever, fmaxever, fminever, firstever, lastever, countever, maxby, minby,"
                    + " maxbyever, minbyever, sorted, rate, nth, leaving, first, last, window, avg, sum, stddev,"
                    + " event_identity_equals, hash_code, consistent_hash_crc32, point, rectangle");

    /** Of times; those are missing that hang on the locale or give an object of Java. */
    private static final Set<String> OF_TIMES =
            lower("withTime, withDate, plus, minus, withMax, withMin, set, roundCeiling, roundFloor, roundHalf, get,"
                    + " toMillisec, getMinuteOfHour, getMonthOfYear, getDayOfMonth, getDayOfWeek, getDayOfYear, getEra,"
                    + " getHourOfDay, getMillisOfSecond, getSecondOfMinute, getYear, between, before, after, coincides,"
                    + " during, includes, finishes, finishedBy, meets, metBy, overlaps, overlappedBy, starts,"
                    + " startedBy");

    private static final Set<String> OF_LISTS =
            lower("aggregate, allOf, anyOf, toMap, groupBy, countOf, min, max, average, sumOf, mostFrequent,"
                    + " leastFrequent, selectFrom, firstOf, lastOf, minBy, maxBy, take, takeLast, takeWhile,"
                    + " takeWhileLast, orderBy, orderByDesc, distinctOf, where, union, except, intersect, reverse,"
                    + " sequenceEqual, arrayOf");

    private static final Set<String> OF_TABLES =
            lower("first, last, window, countEvents, firstEvent, lastEvent, firstKey, lastKey, floorEvent, floorKey,"
                    + " ceilingEvent, ceilingKey, lowerEvent, lowerKey, higherEvent, higherKey, getEvent, containsKey,"
                    + " countKeys, inside, intersects");

    private static final Set<String> TYPES =
            Set.of("string", "boolean", "bool", "byte", "short", "int", "integer", "long", "float", "double");

    private static final Set<String> ANNOTATIONS = Set.of("name", "description", "drop", "hint", "priority", "tag");

    private static final Set<String> METHODS =
            Stream.of(OF_TIMES, OF_LISTS, OF_TABLES).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private Words() {}

    private static Set<String> lower(String words) {
        return Stream.of(words.split(",\\s*"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A function that stands by itself, without a dot before it. */
    static boolean isFunction(String name) {
        return Functions.names().contains(name) || OF_ESPER.contains(name.toLowerCase(Locale.ROOT));
    }

    /** A function behind a dot. */
    static boolean isMethod(String name) {
        return METHODS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** One of Esper's that runs classes, prints, or makes of a statement what rules are not. */
    static boolean isUnwantedAnnotation(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        return BuiltinAnnotation.BUILTIN.containsKey(word) && !ANNOTATIONS.contains(word);
    }

    static boolean isType(String name) {
        return TYPES.contains(name.toLowerCase(Locale.ROOT));
    }
}
