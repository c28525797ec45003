package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.filterspec.FilterOperator;
import com.espertech.esper.common.internal.filterspec.FilterValueSetParam;
import com.espertech.esper.common.internal.filtersvc.FilterHandle;
import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events the filters on {@code Metric} let pass, by service and value. Most sensors of a plant have no rule, and most
 * values of those that have one are as they should be: their events need not go through the filters at all. Says yes where it
 * cannot tell. For one thread at a time.
 */
final class WantedEvents {
    private static final String SERVICE = "service";
    private static final String METRIC = "metric";
    private static final int SLOT_BITS = 10;

    /** An odd number near 2 to the 32nd by the golden ratio, which spreads what it multiplies (Knuth, TAOCP 6.4). */
    private static final int SPREAD = 0x9E3779B9;

    private static final WantedValues ALL = new WantedValues();
    private static final WantedValues NONE = new WantedValues();

    static {
        ALL.add(ValueLimit.NONE);
    }

    private final Map<String, WantedValues> services = new HashMap<>();
    /** How many filters let pass other services than those they name. */
    private int any;

    /** Services asked for before, each at the slot of its hash, and what is wanted of them. */
    private final @Nullable String[] asked = new @Nullable String[1 << SLOT_BITS];

    private final WantedValues[] answers = new WantedValues[1 << SLOT_BITS];

    /** What each filter has added: nothing else is taken back. */
    private final IdentityHashMap<FilterHandle, List<List<Named>>> added = new IdentityHashMap<>();

    /** What one alternative of a filter asks for. */
    private record Named(String service, ValueLimit limit) {}

    /** @param alternatives each of which lets pass what meets all its conditions; without any, everything passes */
    void add(FilterHandle filter, EventType type, FilterValueSetParam[][] alternatives) {
        if (concernsMetric(type)) {
            List<Named> named = named(type, alternatives);
            added.computeIfAbsent(filter, f -> new ArrayList<>(1)).add(named);
            if (named.isEmpty()) {
                any(1);
            }
            named.forEach(this::add);
        }
    }

    void remove(FilterHandle filter, EventType type, FilterValueSetParam[][] alternatives) {
        List<List<Named>> ofFilter = added.get(filter);
        if (ofFilter == null || !concernsMetric(type)) {
            return;
        }
        List<Named> named = named(type, alternatives);
        if (ofFilter.remove(named)) {
            if (named.isEmpty()) {
                any(-1);
            }
            named.forEach(this::remove);
        }
        if (ofFilter.isEmpty()) {
            added.remove(filter);
        }
    }

    private static boolean concernsMetric(EventType type) {
        Class<?> underlying = type.getUnderlyingType();
        return underlying.isAssignableFrom(Metric.class);
    }

    private void any(int more) {
        any += more;
        Arrays.fill(asked, null);
    }

    private void add(Named named) {
        WantedValues values = services.get(named.service());
        if (values == null) {
            values = new WantedValues();
            services.put(named.service(), values);
            Arrays.fill(asked, null);
        }
        values.add(named.limit());
    }

    private void remove(Named named) {
        WantedValues values = services.get(named.service());
        if (values != null) {
            values.remove(named.limit());
            if (values.isEmpty()) {
                services.remove(named.service());
                Arrays.fill(asked, null);
            }
        }
    }

    /** What passes; nothing where other services may pass too. */
    private static List<Named> named(EventType type, FilterValueSetParam[][] alternatives) {
        if (!type.getName().equals(EsperConfiguration.METRIC)) {
            return List.of();
        }
        List<Named> named = new ArrayList<>(1);
        for (FilterValueSetParam[] conditions : alternatives) {
            String service = service(conditions);
            if (service == null) {
                return List.of();
            }
            named.add(new Named(service, limit(conditions)));
        }
        return named;
    }

    /** The one service that meets the conditions, or null where there may be several. */
    private static @Nullable String service(FilterValueSetParam[] conditions) {
        for (FilterValueSetParam condition : conditions) {
            if (isOf(SERVICE, condition)
                    && condition.getFilterOperator() == FilterOperator.EQUAL
                    && condition.getFilterForValue() instanceof String service) {
                return service;
            }
        }
        return null;
    }

    /** The first limit that the conditions set to the value. */
    private static ValueLimit limit(FilterValueSetParam[] conditions) {
        for (FilterValueSetParam condition : conditions) {
            if (isOf(METRIC, condition)
                    && condition.getFilterForValue() instanceof Double value
                    && !Double.isNaN(value)) { // which Esper takes for the greatest of all
                switch (condition.getFilterOperator()) {
                    case GREATER, GREATER_OR_EQUAL -> {
                        return new ValueLimit(ValueLimit.Side.ABOVE, value);
                    }
                    case LESS, LESS_OR_EQUAL -> {
                        return new ValueLimit(ValueLimit.Side.BELOW, value);
                    }
                    default -> {
                        // tells nothing
                    }
                }
            }
        }
        return ValueLimit.NONE;
    }

    /** Whether it is one of the event's own columns; an alias may have the column's name and mean something else. */
    private static boolean isOf(String column, FilterValueSetParam condition) {
        return condition.getLookupable().getExpression().equals(column)
                && !condition.getLookupable().isNonPropertyEval();
    }

    /** Whether an event of this service with this value may be wanted. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // what is not the same is looked up
    boolean contains(String service, double value) {
        int slot = (service.hashCode() * SPREAD) >>> (Integer.SIZE - SLOT_BITS);
        return (service == asked[slot] ? answers[slot] : lookUp(service, slot)).contains(value);
    }

    private WantedValues lookUp(String service, int slot) {
        WantedValues values = any > 0 ? ALL : services.getOrDefault(service, NONE);
        asked[slot] = service;
        answers[slot] = values;
        return values;
    }
}
